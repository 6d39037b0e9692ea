/* The page is chosen by hand, or is in a variable first. */

static void chosen(struct scatterlist *sg, size_t done)
{
	size_t off = sg->offset + done;
	void *addr;

	addr = kmap_atomic(sg_page(sg) + (off >> PAGE_SHIFT));
	look_at(addr + (off & ~PAGE_MASK), off);
	kunmap_atomic(addr);
}

static void chosen_with_cast(struct scatterlist *sg, size_t done)
{
	size_t off;
	void *addr;

	off = done + sg->offset;
	addr = kmap_local_page(sg_page(sg) + (off >> PAGE_SHIFT));
	look_at((char *)addr + offset_in_page(off), off);
	kunmap_local(addr);
}

static void chosen_kmap(struct scatterlist *sg, size_t done)
{
	size_t off;
	void *addr;

	off = sg->offset + done;
	addr = kmap(sg_page(sg) + (off >> PAGE_SHIFT));
	memset(addr + offset_in_page(off), off, 4);
	kunmap(sg_page(sg) + (off >> PAGE_SHIFT));
}

static void in_variable(struct scatterlist *sg)
{
	struct page *page = sg_page(sg);
	void *addr;

	addr = kmap(page) + sg->offset;
	memset(addr, 1, 4);
	kunmap(page);
}

static void in_variable_more(struct scatterlist *sg, size_t done)
{
	struct page *page = sg_page(sg);
	void *addr = kmap_atomic(page) + sg->offset + done;

	look_at(addr);
	kunmap_atomic(addr);
	put_page(page);
}

static void in_variable_at_use(struct scatterlist *sg)
{
	struct page *page;
	void *addr;

	page = sg_page(sg);
	addr = kmap_local_page(page);
	look_at(addr + sg->offset);
	kunmap_local(addr);
}

static void in_variable_chosen(struct scatterlist *sg, size_t done)
{
	struct page *page;
	size_t off;
	void *addr;

	off = sg->offset + done;
	page = sg_page(sg) + (off >> PAGE_SHIFT);
	addr = kmap_atomic(page);
	look_at(addr + (off & ~PAGE_MASK), off, page);
	kunmap_atomic(addr);
}

static void in_variable_of_a_loop(struct scatterlist *sg)
{
	while (sg) {
		struct page *page = sg_page(sg);
		void *addr;

		addr = kmap_atomic(page) + sg->offset;
		look_at(addr);
		kunmap_atomic(addr);
		sg = sg_next(sg);
	}
}

static void in_two_variables(struct scatterlist *src, struct scatterlist *dst)
{
	struct page *from = sg_page(src);
	struct page *to = sg_page(dst);
	void *s = kmap_local_page(from) + src->offset;
	void *d = kmap_local_page(to) + dst->offset;

	look_at(s, d);
	kunmap_local(d);
	kunmap_local(s);
}
