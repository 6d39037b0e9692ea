/* What dma_map_sg.cocci must say about these is in .rep. */
static void dropped(struct host *host, struct scatterlist *sg)
{
	dma_map_sg(host->dev, sg, 1, DMA_TO_DEVICE);
	start(host, sg_dma_address(sg));
}

static void dropped_table(struct host *host, struct sg_table *table)
{
	dma_map_sgtable(host->dev, table, DMA_TO_DEVICE, 0);
}

static void unlooked(struct host *host, struct mmc_data *data)
{
	host->pieces = dma_map_sg(host->dev, data->sg, data->sg_len, DMA_TO_DEVICE);
	write(host, COUNT, host->pieces);
}

/* What is looked at is what another call returned. */
static int looked_later(struct host *host, struct scatterlist *sg, int n)
{
	int ret = dma_map_sg_attrs(host->dev, sg, n, DMA_TO_DEVICE, 0);

	ret = start(host);
	if (ret)
		return ret;
	return 0;
}

static int less(struct host *host, struct scatterlist *sg)
{
	int ret = dma_map_sg(host->dev, sg, 1, DMA_TO_DEVICE);

	if (ret < 0)
		return ret;
	return 0;
}

static int dies(struct scsi_cmnd *cmd)
{
	int n = scsi_dma_map(cmd);

	BUG_ON(n < 0 || n > MAX);
	return 0;
}

static int number(struct scsi_cmnd *cmd, struct priv *priv)
{
	priv->n = scsi_dma_map(cmd);
	if (!priv->n)
		return 0;
	return fill(cmd, priv->n);
}

static int unmaps_nothing(struct host *host, struct request *req)
{
	host->n = ib_dma_map_sg(host->dev, req->src, req->nents, DMA_TO_DEVICE);
	if (!host->n) {
		ib_dma_unmap_sg(host->dev, req->src, req->nents, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	return 0;
}

static int unmaps_all(struct host *host, struct request *req)
{
	int err, n;

	n = dma_map_sg(host->dev, req->src, req->nents, DMA_TO_DEVICE);
	if (n <= 0)
		return -ENOMEM;
	n = dma_map_sg(host->dev, req->dst, req->nents, DMA_FROM_DEVICE);
	if (n == 0 || n > MAX) {
		err = -ENOMEM;
		goto unmap;
	}
	return 0;

unmap:
	dma_unmap_sg(host->dev, req->src, req->nents, DMA_TO_DEVICE);
	dma_unmap_sg(host->dev, req->dst, req->nents, DMA_FROM_DEVICE);
	return err;
}

static int pieces(struct host *host, struct scatterlist *sg, int nents)
{
	int n = dma_map_sg(host->dev, sg, nents, DMA_TO_DEVICE);

	if (!n)
		return -ENOMEM;
	run(host, sg, n);
	dma_unmap_sg(host->dev, sg, n, DMA_TO_DEVICE);
	return 0;
}

static int pieces_kept(struct host *host, struct request *req)
{
	int n = dma_map_sg(host->dev, req->src, req->nents, DMA_TO_DEVICE);

	if (!n)
		return -ENOMEM;
	req->mapped = n;
	host->parts = dma_map_sg(host->dev, req->dst, req->nents, DMA_FROM_DEVICE);
	return host->parts ? 0 : -ENOMEM;
}

static void pieces_elsewhere(struct host *host)
{
	dma_sync_sg_for_cpu(host->dev, host->list, host->parts, DMA_FROM_DEVICE);
	dma_unmap_sg(host->dev, host->req->src, host->req->mapped, DMA_TO_DEVICE);
	dma_unmap_sg(host->dev, this->src, this->mapped, DMA_TO_DEVICE);
}

/* The others are right. */
static int right(struct host *host, struct scatterlist *sg, int nents)
{
	int n = dma_map_sg(host->dev, sg, nents, DMA_TO_DEVICE);

	if (n < 1)
		return -ENOMEM;
	if (run(host, sg, n))
		n = -EIO;
	dma_unmap_sg(host->dev, sg, nents, DMA_TO_DEVICE);
	return n < 0 ? n : 0;
}

static int zero_and_less(struct host *host, struct scatterlist *sg, int nents)
{
	int n = dma_map_sg(host->dev, sg, nents, DMA_TO_DEVICE);

	if (n == 0)
		return -ENOMEM;
	if (n < 0)
		return n;
	return 0;
}

static int given_back(struct host *host, struct scatterlist *sg, int nents)
{
	if ((host->n = dma_map_sg(host->dev, sg, nents, DMA_TO_DEVICE)) == 0)
		return -ENOMEM;
	nents = dma_map_sg(host->dev, host->sg, nents, DMA_TO_DEVICE);
	return nents;
}

static int right_scsi(struct scsi_cmnd *cmd)
{
	int n = scsi_dma_map(cmd);

	if (unlikely(n < 0))
		return SCSI_MLQUEUE_HOST_BUSY;
	n = count(cmd);
	BUG_ON(n < 0);
	return 0;
}

static int unmaps_what_it_mapped(struct host *host, struct request *req)
{
	int n, m = 0;

	n = dma_map_sg(host->dev, req->src, req->nents, DMA_TO_DEVICE);
	if (!n)
		goto unmap;
	m = dma_map_sg(host->dev, req->dst, req->nents, DMA_FROM_DEVICE);
	if (!m)
		goto unmap;
	return 0;

unmap:
	if (m > 0)
		dma_unmap_sg(host->dev, req->dst, req->nents, DMA_FROM_DEVICE);
	if (n)
		dma_unmap_sg(host->dev, req->src, req->nents, DMA_TO_DEVICE);
	return -ENOMEM;
}

static int second_try(struct host *host, struct scatterlist *sg, int nents)
{
	int n;

	n = dma_map_sg_attrs(host->dev, sg, nents, DMA_TO_DEVICE, DMA_ATTR_NO_WARN);
	if (!n) {
		if (!dma_map_sg_attrs(host->dev, sg, nents, DMA_TO_DEVICE, 0))
			return -ENOMEM;
		dma_unmap_sg(host->dev, sg, nents, DMA_TO_DEVICE);
		return 1;
	}
	return 0;
}

static int right_number(struct host *host, struct request *req)
{
	host->nents = dma_map_sg(host->dev, req->sg, req->nents, DMA_TO_DEVICE);
	if (!host->nents)
		return -ENOMEM;
	dma_unmap_sg(host->dev, req->sg, req->nents, DMA_TO_DEVICE);
	return 0;
}

/* The same variable, and a member of the same name of another. */
static void other_numbers(struct host *host, struct scatterlist *sg, int nents)
{
	int n = dma_map_sg(host->dev, sg, nents, DMA_TO_DEVICE);

	if (!n)
		return;
	n = nents;
	dma_unmap_sg(host->dev, sg, n, DMA_TO_DEVICE);
	dma_unmap_sg(host->dev, sg, other->parts, DMA_TO_DEVICE);
	dma_unmap_sg(host->dev, sg, host->others, DMA_TO_DEVICE);
}
