/* What sg_dma_len.cocci must say about these, and make of them, is in .rep and .res. */
static void receive(struct host *host, struct mmc_data *data)
{
	struct scatterlist *sg = &data->sg[host->index];
	u8 *addr = kmap_local_page(sg_page(sg)) + sg->offset;
	int len = sg_dma_len(&data->sg[host->index]) - host->pos;

	if (host->pos == sg_dma_len(sg))
		return;
	read_fifo(host, addr + host->pos, len);
	kunmap_local(addr);
}

static void by_the_page(struct host *host, void *from, int total)
{
	struct scatterlist *sg;

	for (sg = host->sg; sg; sg = sg_next(sg)) {
		struct page *page = sg_page(sg);
		int len = min_t(int, total, sg_dma_len(sg));
		void *to = kmap_atomic(page);

		memcpy(to + sg->offset, from, len);
		kunmap_atomic(to);
	}
}

static void check(struct scsi_cmnd *cmd)
{
	hash(sg_virt(scsi_sglist(cmd)), sg_dma_len(scsi_sglist(cmd)));
}

/* The others are right. */
static void for_a_device(struct desc *desc, struct scatterlist *sg)
{
	desc->addr = sg_dma_address(sg);
	desc->len = sg_dma_len(sg);
	desc->old = sg_virt(sg);
}

static int to_a_device(struct host *host, struct scatterlist *sg)
{
	if (!dma_map_sg(host->dev, sg, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	host->len = sg_dma_len(sg);
	host->type = *(u8 *)sg_virt(sg);
	return 0;
}

static int no_address(struct scatterlist *sg)
{
	return sg_dma_len(sg) + page_to_nid(sg_page(sg));
}

static int other_address(struct page *page, struct scatterlist *sg)
{
	return sg_dma_len(sg) + *(int *)page_address(page);
}
