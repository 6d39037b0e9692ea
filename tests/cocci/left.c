/* What cannot be proved, and is left alone. */

/* The offset is ignored: is that a mistake? */
static void ignored(struct scatterlist *sg)
{
	void *addr = kmap_atomic(sg_page(sg));

	look_at(addr);
	kunmap_atomic(addr);
}

/* .. or added in one place only. */
static void half_ignored(struct scatterlist *sg)
{
	void *addr = kmap_atomic(sg_page(sg));

	look_at(addr + sg->offset);
	look_at(addr);
	kunmap_atomic(addr);
}

/* The offset of another entry is added. */
static void of_another(struct scatterlist *sg, struct scatterlist *sg2)
{
	void *addr = kmap_atomic(sg_page(sg)) + sg2->offset;

	look_at(addr);
	kunmap_atomic(addr);
}

/* Unmapped at an address that may be in another page. */
static void moved(struct scatterlist *sg, size_t done)
{
	void *addr = kmap_atomic(sg_page(sg)) + sg->offset + done;

	look_at(addr);
	done += 512;
	kunmap_atomic(addr - sg->offset - done);
}

/* Unmapped as what it is not. */
static void other_kind(struct scatterlist *sg)
{
	void *addr = kmap_atomic(sg_page(sg)) + sg->offset;

	look_at(addr);
	kunmap_local(addr);
}

/* The entry is another one when it is unmapped. */
static void next_one(struct scatterlist *sg)
{
	void *addr = kmap(sg_page(sg)) + sg->offset;

	look_at(addr);
	sg = sg_next(sg);
	kunmap(sg_page(sg));
}

/* Unmapped in another function. */
static void kept(struct request *req, struct scatterlist *sg)
{
	req->addr = kmap(sg_page(sg)) + sg->offset;
}

static void not_kept(struct request *req, struct scatterlist *sg)
{
	kunmap(sg_page(sg));
}

/* Unmapped under a condition. */
static void sometimes(struct scatterlist *sg, bool map)
{
	void *addr = NULL;

	if (map)
		addr = kmap_atomic(sg_page(sg)) + sg->offset;
	look_at(addr);
	if (addr)
		kunmap_atomic(addr);
}

/* The page is another one when it is mapped. */
static void other_page(struct scatterlist *sg, struct page *other)
{
	struct page *page = sg_page(sg);
	void *addr;

	page = other;
	addr = kmap_atomic(page) + sg->offset;
	look_at(addr);
	kunmap_atomic(addr);
}

/* The offset is another one when it is used. */
static void other_offset(struct scatterlist *sg, size_t done)
{
	size_t off = sg->offset + done;
	void *addr;

	off = 0;
	addr = kmap_atomic(sg_page(sg) + (off >> PAGE_SHIFT));
	look_at(addr + (off & ~PAGE_MASK));
	kunmap_atomic(addr);
}

/* No mapping of an entry. */
static void not_of_an_entry(struct page *page, struct scatterlist *sg)
{
	void *addr = kmap_atomic(page);

	look_at(addr, sg_page(sg));
	kunmap_atomic(addr);
}
