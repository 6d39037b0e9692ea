/* What unmaps this table is in another file, and may use ->nents: no patch. */
static int by_number(struct host *host, struct sg_table *table)
{
	int n;

	n = dma_map_sg(host->dev, table->sgl, table->nents, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	return run(host, table->sgl, n);
}

/* This is kept, and used, in other files, by these names. */
static int others(struct host *host, struct scatterlist *sg, int nents)
{
	host->others = dma_map_sg(host->dev, sg, nents, DMA_TO_DEVICE);
	return host->others ? 0 : -ENOMEM;
}

static void parts(struct host *host, struct scatterlist *sg)
{
	dma_unmap_sg(host->dev, sg, host->parts, DMA_TO_DEVICE);
}
