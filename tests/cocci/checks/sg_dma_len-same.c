/* These have the names of functions in sg_dma_len.c, but do other things. */
static void receive(struct desc *desc, struct scatterlist *sg)
{
	desc->addr = sg_dma_address(sg);
	desc->len = sg_dma_len(sg);
}

static int for_a_device(struct scatterlist *sg)
{
	return hash(sg_virt(sg), sg_dma_len(sg));
}
