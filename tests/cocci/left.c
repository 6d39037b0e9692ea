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

/* The offset goes on, and what it was made of does not. */
static void loop_chosen2(struct scatterlist *sg, u8 *dst, size_t len, size_t done)
{
	size_t n, off;
	struct page *page;
	void *v;

	off = sg->offset + done;
	while (len) {
		page = sg_page(sg) + (off >> PAGE_SHIFT);
		v = kmap_atomic(page);
		n = min(len, PAGE_SIZE - offset_in_page(off));
		look_at(dst, v + offset_in_page(off), n);
		kunmap_atomic(v);
		off += n;
		dst += n;
		len -= n;
	}
}

/* What the offset was made of goes on. */
static void chosen_done_changes(struct scatterlist *sg, u8 *dst, size_t len, size_t done)
{
	size_t off;
	void *v;

	off = sg->offset + done;
	done += len;
	v = kmap_atomic(sg_page(sg) + (off >> PAGE_SHIFT));
	look_at(dst, v + offset_in_page(off), len);
	kunmap_atomic(v);
}

/* The start of the page is used, too. */
static void chosen_bare_v(struct scatterlist *sg, u8 *dst, size_t len, size_t done)
{
	size_t off;
	void *v;

	off = sg->offset + done;
	v = kmap_atomic(sg_page(sg) + (off >> PAGE_SHIFT));
	look_at(dst, v + offset_in_page(off), len);
	flush_kernel_vmap_range(v, PAGE_SIZE);
	kunmap_atomic(v);
}

/* The address is moved, to the next page maybe. */
static void advanced_minus(struct scatterlist *sg, struct host *host)
{
	u8 *buf;
	int i;

	buf = kmap_atomic(sg_page(sg)) + sg->offset;
	for (i = 0; i < sg->length; i++)
		*buf++ = readb(host->io);
	kunmap_atomic(buf - sg->offset);
}

/* The entry changes. */
static int offset_change_use(struct scatterlist *a, size_t d)
{
	void *v = kmap(sg_page(a));

	while (d--) {
		look_at(v + a->offset);
		a->offset += 512;
	}
	kunmap(sg_page(a));
	return 0;
}

/* The entry is another one when it is unmapped. */
static void sgpp(struct scatterlist *sg)
{
	void *v;

	v = kmap_atomic(sg_page(sg)) + sg->offset;
	look_at(v);
	sg++;
	kunmap_atomic(v);
}

/* The page goes on. */
static void page_pp(struct scatterlist *sg, size_t n)
{
	struct page *page = sg_page(sg);
	void *v;

	page += n >> PAGE_SHIFT;
	v = kmap_atomic(page) + sg->offset;
	look_at(v);
	kunmap_atomic(v);
}

/* The loop is over the entry. */
static int loop_over_entry(struct scatterlist *sg, int n)
{
	int i, ret = 0;
	u8 *v;

	v = kmap_atomic(sg_page(sg));
	for_each_sg(sg, sg, n, i)
		ret += readb(v + sg->offset);
	kunmap_atomic(v);
	return ret;
}

/* The sum wraps if the data lie before the entry. */
static void wrapping_sum(struct scatterlist *sg, u32 rel)
{
	u32 off = sg->offset + rel;
	u8 *v = kmap_local_page(sg_page(sg));

	writeb(1, v + off);
	kunmap_local(v);
}

/* The page is not that which the offset is of. */
static void chosen_anew(struct scatterlist *sg, size_t done)
{
	size_t off = sg->offset + done;
	u8 *v;

	v = kmap_local_page(sg_page(sg) + (off >> PAGE_SHIFT));
	done += 4;
	off = sg->offset + done;
	writeb(1, v + offset_in_page(off));
	kunmap_local(v);
}

/* What is added is another number where it is mapped. */
static void set_behind(struct scatterlist *sg, size_t done)
{
	size_t off;
	u8 *v;

	v = kmap_local_page(sg_page(sg));
	done += 4;
	off = sg->offset + done;
	writeb(1, v + off);
	kunmap_local(v);
}

/* What is added is known after a call only, which may change the offset. */
static void called_for_offset(struct scatterlist *sg, struct host *host)
{
	u8 *v = kmap_local_page(sg_page(sg)) + sg->offset + claim(host, sg);

	writeb(1, v);
	kunmap_local(v);
}

/* These are not bytes. */
static void scaled_use(struct scatterlist *sg)
{
	u32 *v = kmap_local_page(sg_page(sg));

	writel(1, v + sg->offset);
	kunmap_local(v);
}

/* This cannot begin with what is subtracted. */
static void subtracted_first(struct scatterlist *sg, size_t back)
{
	u8 *v = kmap_local_page(sg_page(sg));

	writeb(1, sg->offset - back + v);
	kunmap_local(v);
}

/* The offset changes before it is subtracted. */
static void changed_minus(struct scatterlist *sg)
{
	u8 *v;

	v = kmap_atomic(sg_page(sg)) + sg->offset;
	writeb(1, v);
	sg->offset += 4;
	kunmap_atomic(v - sg->offset);
}

/* This, or the other. */
static void one_of_two(struct scatterlist *sg, u8 *other)
{
	u8 *v = kmap_atomic(sg_page(sg)) + sg->offset;

	writeb(1, v);
	kunmap_atomic(other ? other : v);
}

/* The address is found by others. */
static void kept_for_others(struct scatterlist *sg, struct req *req)
{
	req->addr = kmap_atomic(sg_page(sg)) + sg->offset;
	writeb(1, req->addr);
	kunmap_atomic(req->addr);
}

/* The caller may have mapped it. */
static void mapped_by_caller(struct scatterlist *sg, u8 *v, int n)
{
	if (n)
		v = kmap_atomic(sg_page(sg)) + sg->offset;
	writeb(1, v);
	kunmap_atomic(v);
}

/* The entry is another one each time. */
static void called_for_entry(struct host *host)
{
	u8 *v = kmap_local_page(sg_page(take(host))) + take(host)->offset;

	writeb(1, v);
	kunmap_local(v);
}

/* Nothing is done with the data. */
static void not_used(struct scatterlist *sg)
{
	u8 *v = kmap_local_page(sg_page(sg));

	flush_dcache_page(sg_page(sg));
	kunmap_local(v);
}
