/* Nothing is wrong with these mappings. */

static void r_off_more(struct scatterlist *sg, u8 *b, size_t done, size_t len)
{
	size_t off = sg->offset + done;
	u8 *v = kmap_atomic(sg_page(sg));

	memcpy(v + off, b, len);
	kunmap_atomic(v);
}

static int r_moved_loop(struct scatterlist *sg, u8 *b, size_t len)
{
	size_t done = 0;

	while (done < len) {
		u8 *v = kmap_atomic(sg_page(sg)) + sg->offset + done;

		memcpy(b, v, 4);
		kunmap_atomic(v - sg->offset - done);
		done += 4;
	}
	return 0;
}

static int r_order_cond(struct scatterlist *a, struct scatterlist *b, int same, int n)
{
	void *s, *d;

	while (n--) {
		s = kmap_atomic(sg_page(a)) + a->offset;
		if (!same)
			d = kmap_atomic(sg_page(b)) + b->offset;
		look_at(s, d);
		if (!same)
			kunmap_atomic(d);
		kunmap_atomic(s);
	}
	return 0;
}

static int r_err(struct scatterlist *sg, u8 *b, size_t len)
{
	u8 *v = kmap_atomic(sg_page(sg));

	if (bad(b)) {
		kunmap_atomic(v);
		return -EINVAL;
	}
	memcpy(v + sg->offset, b, len);
	kunmap_atomic(v);
	return 0;
}
