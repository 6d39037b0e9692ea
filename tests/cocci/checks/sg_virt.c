/* What sg_virt.cocci must say about these is in sg_virt.rep. */
static void of_a_request(struct skcipher_request *req)
{
	memcpy(buf, sg_virt(req->src), req->src->length);
	memcpy(page_address(sg_page(req->dst)) + req->dst->offset, buf, 16);
}

static void in_a_loop(struct ahash_request *req)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(req->src, sg, sg_nents(req->src), i)
		hash(sg_virt(sg), sg->length);
}

static void of_a_command(struct scsi_cmnd *cmd)
{
	struct scatterlist *sg = scsi_sglist(cmd);

	while (sg) {
		check(sg_virt(sg), sg->length);
		sg = sg_next(sg);
	}
}

static void all_of_a_command(struct scsi_cmnd *cmd)
{
	struct scatterlist *sg;
	int i;

	scsi_for_each_sg(cmd, sg, scsi_sg_count(cmd), i)
		check(sg_virt(sg), sg->length);
}

static void kept_in_a_member(struct host *host, struct mmc_data *data)
{
	host->current = data->sg;
}

static void by_that_member(struct host *host)
{
	struct scatterlist *sg = &host->current[host->index];

	host->ptr = sg_virt(sg);
	host->current = sg_next(host->current);
	host->end = sg_virt(host->current + 1);
}

static void by_index(struct urb *urb)
{
	copy(sg_virt(&urb->sg[i]), urb->sg[i].length);
	copy(sg_virt(&urb->sg[0]), urb->sg[0].length);
}

/* The others are right. */
static void its_own(struct host *host)
{
	struct scatterlist sg;

	sg_init_one(&sg, host->buf, 16);
	memcpy(sg_virt(&sg), "", 1);
	host->old = sg_virt(host->bounce);
}

static void only_shown(struct urb *urb)
{
	dev_dbg(dev, "%p\n", sg_virt(urb->sg));
	print_list("list", (unsigned long)sg_virt(urb->sg));
}

static void given_back(struct host *host, struct urb *urb)
{
	kfree(sg_virt(urb->sg));
	free_pages((unsigned long)sg_virt(urb->sg), 2);
}

static void looked_at(struct skcipher_request *req)
{
	if (!PageHighMem(sg_page(req->src)))
		hash(sg_virt(req->src));
}

static void looked_at_elsewhere(struct skcipher_request *req)
{
	if (skcipher_request_is_linear_lowmem(req))
		hash(sg_virt(req->src));
}

static void not_on_32_bits(struct skcipher_request *req)
{
	if (IS_ENABLED(CONFIG_X86_64) && req->src->length >= req->cryptlen)
		hash(sg_virt(req->src));
}

static void a_name_of_another_function(void)
{
	struct scatterlist *sg = host->bounce;

	hash(sg_virt(sg));
}

static void no_request(struct other *req)
{
	hash(sg_virt(req->src));
}

static void of_another_file(struct host *host)
{
	hash(sg_virt(host->other));
}
