/* What is mapped only to be copied or cleared, and what fails. */

static void copy_out(struct scatterlist *sg, void *buf, size_t len)
{
	void *addr;

	addr = kmap_atomic(sg_page(sg)) + sg->offset;
	memcpy(buf, addr, len);
	kunmap_atomic(addr);
}

static void copy_in(struct scatterlist *sg, void *buf, size_t len)
{
	void *addr = kmap_local_page(sg_page(sg));

	memcpy(addr + sg->offset, buf, len);
	kunmap_local(addr);
}

static void copy_part(struct scatterlist *sg, void *buf, size_t len, size_t done)
{
	void *addr;

	addr = kmap(sg_page(sg)) + sg->offset + done;
	memcpy(buf, addr, len);
	kunmap(sg_page(sg));
}

static void copy_part_at_use(struct scatterlist *sg, void *buf, size_t len, size_t done)
{
	void *addr = kmap_atomic(sg_page(sg));

	memcpy(addr + done + sg->offset, buf, len);
	kunmap_atomic(addr);
}

static void copy_chosen(struct scatterlist *sg, void *buf, size_t len, size_t done)
{
	size_t off = sg->offset + done;
	void *addr;

	addr = kmap_atomic(sg_page(sg) + (off >> PAGE_SHIFT));
	memcpy((char *)addr + (off & ~PAGE_MASK), buf, len);
	kunmap_atomic(addr);
	look_at(off);
}

static void copy_in_a_loop(struct scatterlist *sg, void *buf, size_t len)
{
	while (sg) {
		void *addr;

		addr = kmap_atomic(sg_page(sg)) + sg->offset;
		memcpy(buf, addr, len);
		kunmap_atomic(addr);
		sg = sg_next(sg);
	}
}

static void clear(struct scatterlist *sg)
{
	void *addr = kmap_atomic(sg_page(sg)) + sg->offset;

	memset(addr, 0, sg->length);
	kunmap_atomic(addr);
}

static void not_only_copied(struct scatterlist *sg, void *buf, size_t len)
{
	void *addr = kmap_atomic(sg_page(sg)) + sg->offset;

	memcpy(buf, addr, len);
	look_at(addr);
	kunmap_atomic(addr);
}

static void used_twice(struct scatterlist *sg, void *buf, size_t len)
{
	void *addr;

	addr = kmap_local_page(sg_page(sg)) + sg->offset;
	memcpy(buf, addr, len);
	kunmap_local(addr);
	addr = kmap_local_page(sg_page(sg)) + sg->offset;
	look_at(addr);
	kunmap_local(addr);
}

static void set_to_something(struct scatterlist *sg, size_t len)
{
	void *addr = kmap_atomic(sg_page(sg)) + sg->offset;

	memset(addr, 0xff, len);
	kunmap_atomic(addr);
}

static int tested(struct scatterlist *sg)
{
	void *addr = kmap_atomic(sg_page(sg)) + sg->offset;

	if (!addr)
		return -ENOMEM;
	look_at(addr);
	kunmap_atomic(addr);
	return 0;
}

static int tested_at_use(struct scatterlist *sg)
{
	void *addr;
	int ret = 0;

	addr = kmap(sg_page(sg));
	if (unlikely(!addr)) {
		ret = -ENOMEM;
		goto out;
	}
	ret = memcmp(addr + sg->offset, "", 1);
	kunmap(sg_page(sg));
out:
	return ret;
}

static int tested_local(struct scatterlist *sg)
{
	void *addr = kmap_local_page(sg_page(sg)) + sg->offset;

	if (addr == NULL)
		return -ENOMEM;
	look_at(addr);
	kunmap_local(addr);
	return 0;
}
