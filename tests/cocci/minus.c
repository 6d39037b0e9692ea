/* A caller of this unmaps another address, so what it returns is left alone. */

static void *for_others(struct scatterlist *sg)
{
	return kmap_local_page(sg_page(sg)) + sg->offset;
}

static void other(void *addr, size_t off)
{
	kunmap_local(addr - off);
}
