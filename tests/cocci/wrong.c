/* What is wrong with some mappings. */

static void order(struct scatterlist *src, struct scatterlist *dst, size_t len)
{
	void *s = kmap_atomic(sg_page(src)) + src->offset;
	void *d = kmap_atomic(sg_page(dst)) + dst->offset;

	look_at(s, d, len);
	kunmap_atomic(s);
	kunmap_atomic(d);
}

static void in_order(struct scatterlist *src, struct scatterlist *dst, size_t len)
{
	void *s = kmap_local_page(sg_page(src)) + src->offset;
	void *d = kmap_local_page(sg_page(dst)) + dst->offset;

	look_at(s, d, len);
	kunmap_local(d);
	kunmap_local(s);
}

static void all_at_once(struct scatterlist *sg, u32 crc)
{
	void *addr = kmap_atomic(sg_page(sg)) + sg->offset;

	crc = crc32(crc, addr, sg->length);
	kunmap_atomic(addr);
}

static void in_a_loop(struct scatterlist *sg)
{
	u8 *addr = kmap_atomic(sg_page(sg)) + sg->offset;
	int i;

	for (i = 0; i < sg->length; i++)
		look_at(addr[i]);
	kunmap_atomic(addr);
}

static void ignored(struct scatterlist *sg)
{
	void *addr = kmap_atomic(sg_page(sg));

	look_at(addr);
	kunmap_atomic(addr);
}

static void not_ignored(struct scatterlist *sg)
{
	size_t off = sg->offset;
	void *addr = kmap_atomic(sg_page(sg));

	look_at(addr + off);
	kunmap_atomic(addr);
}
