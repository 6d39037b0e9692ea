/* Each kind of mapping, and each place where the offset may be added. */

static void local_at_map(struct scatterlist *sg)
{
	void *addr = kmap_local_page(sg_page(sg)) + sg->offset;

	look_at(addr);
	kunmap_local(addr);
}

static void atomic_at_map(struct scatterlist *sg)
{
	u8 *addr;

	addr = (u8 *)kmap_atomic(sg_page(sg)) + sg->offset;
	look_at(addr);
	kunmap_atomic(addr - sg->offset);
}

static void kmap_at_map(struct request *req)
{
	u8 *addr = (u8 *)(kmap(sg_page(req->sg)) + req->sg->offset);

	req->crc = crc32(0, addr, 4);
	kunmap(sg_page(req->sg));
}

static void offset_first(struct scatterlist *sg)
{
	void *addr = sg->offset + kmap_atomic(sg_page(sg));

	look_at(addr);
	kunmap_atomic(addr);
}

static void more_behind(struct scatterlist *sg, size_t done)
{
	void *addr = kmap_atomic(sg_page(sg)) + sg->offset + done;

	look_at(addr);
	kunmap_atomic(addr - sg->offset - done);
}

static void more_between(struct scatterlist *sg, size_t done)
{
	void *addr = kmap_local_page(sg_page(sg)) + done + sg->offset;

	look_at(addr);
	kunmap_local(addr - done - sg->offset);
}

static void more_in_parentheses(struct scatterlist *sg, size_t done)
{
	void *addr = kmap(sg_page(sg)) + (sg->offset + done);

	memcpy(addr, zeros, 4);
	kunmap(sg_page(sg));
}

static void at_use(struct scatterlist *sg)
{
	void *addr = kmap_atomic(sg_page(sg));

	memcpy(head, addr + sg->offset, 4);
	look_at(addr + sg->offset);
	kunmap_atomic(addr);
}

static void at_use_with_more(struct scatterlist *sg, size_t done, size_t head)
{
	void *addr;

	addr = kmap_local_page(sg_page(sg));
	memcpy(zeros, addr + done + sg->offset, 4);
	look_at(addr + done + head + sg->offset);
	kunmap_local(addr);
}

static void embedded(struct fragment *frag)
{
	void *addr = kmap_atomic(sg_page(&frag->sg));

	look_at(addr + frag->sg.offset);
	kunmap_atomic(addr);
}

static void several_exits(struct scatterlist *sg)
{
	void *addr = kmap_atomic(sg_page(sg)) + sg->offset;

	if (look_at(addr)) {
		kunmap_atomic(addr);
		return;
	}
	if (look_again(addr))
		goto out;
	look_away();
out:
	kunmap_atomic(addr);
}

static void mapped_again(struct scatterlist *sg, int n)
{
	void *addr = kmap_atomic(sg_page(sg)) + sg->offset;

	while (n--) {
		look_at(addr);
		kunmap_atomic(addr - sg->offset);
		sg = sg_next(sg);
		addr = kmap_atomic(sg_page(sg)) + sg->offset;
	}
	kunmap_atomic(addr - sg->offset);
}

static void two_of_a_name(struct scatterlist *sg, struct scatterlist *sg2)
{
	if (sg) {
		void *addr = kmap_local_page(sg_page(sg)) + sg->offset;

		look_at(addr);
		kunmap_local(addr);
	}
	if (sg2) {
		void *addr = kmap_atomic(sg_page(sg2)) + sg2->offset;

		look_at(addr);
		kunmap_atomic(addr);
	}
}

static void *for_others(struct scatterlist *sg)
{
	return kmap_local_page(sg_page(sg)) + sg->offset;
}
