/* Two mappings, one of which cannot be converted, and one unmapping. */
static void shared(struct scatterlist *sg, struct page *page)
{
	void *addr;

	if (sg)
		addr = kmap_atomic(sg_page(sg)) + sg->offset;
	else
		addr = kmap_atomic(page);
	look_at(addr);
	kunmap_atomic(addr);
}
