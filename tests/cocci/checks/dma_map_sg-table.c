/* What dma_map_sg.cocci must make of these is in .res. */
static int by_number(struct host *host, struct sg_table *table)
{
	int n = 0, ret = -ENOMEM;

	n = dma_map_sg(host->dev, table->sgl, table->nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	if (!run(host, table->sgl, n))
		ret = 0;
	dma_unmap_sg(host->dev, table->sgl, table->nents, DMA_TO_DEVICE);
	return ret;
}

static int inside(struct host *host)
{
	int n;

	n = dma_map_sg(host->dev, host->table.sgl, host->table.orig_nents, DMA_TO_DEVICE);
	if (n == 0) {
		warn(host);
		return -ENOMEM;
	}
	return run(host, host->table.sgl, n);
}

static void leave(struct host *host)
{
	dma_unmap_sg(host->dev, host->table.sgl, host->table.orig_nents, DMA_TO_DEVICE);
}

static int in_table(struct host *host, struct sg_table *sgt)
{
	sgt->nents = dma_map_sg(host->dev, sgt->sgl, sgt->orig_nents, DMA_TO_DEVICE);
	if (unlikely(!sgt->nents))
		return -ENOMEM;
	return 0;
}

/* No table, and not its number of entries. */
static int no_table(struct host *host, struct sg_table *table, int nents)
{
	int n;

	n = dma_map_sg(host->dev, host->sg, host->nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	n = dma_map_sg(host->dev, table->sgl, nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	return 0;
}
