/* For pairs.cocci: what it must notice. */

static void one(struct scatterlist *sg)
{
	void *addr = sg_map(sg, 0, SG_KMAP_ATOMIC | SG_MAP_MUST_NOT_FAIL);

	kunmap_atomic(addr);
}

static void two(struct scatterlist *sg)
{
	void *addr = kmap_atomic(sg_page(sg)) + sg->offset;

	sg_unmap(sg, addr, 0, SG_KMAP_ATOMIC);
}

static void three(struct scatterlist *sg)
{
	void *addr = sg_kmap_local(sg, 0);

	sg_unmap(sg, addr, 0, SG_KMAP_LOCAL);
}

static void four(struct scatterlist *sg)
{
	void *addr = sg_map(sg, 16, SG_KMAP | SG_MAP_MUST_NOT_FAIL);

	sg_unmap(sg, addr, 0, SG_KMAP);
}

static void right(struct scatterlist *sg)
{
	void *addr = sg_map(sg, 16, SG_KMAP | SG_MAP_MUST_NOT_FAIL);

	sg_unmap(sg, addr, 16, SG_KMAP);
	addr = sg_kmap_local(sg, 0);
	kunmap_local(addr);
}
