static int set(struct scatterlist *sg, int len)
{
	sg_dma_len(sg) = min(sg->length, len);
	return hash(sg_virt(sg), sg_dma_len(sg));
}
