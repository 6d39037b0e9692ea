/* What must still be there when the mapping is converted. */

/* The page, where it is used otherwise. */
static int page_used_in_err(struct scatterlist *sg)
{
	struct page *page = sg_page(sg);
	void *v;

	v = kmap_atomic(page) + sg->offset;
	if (look_at(v)) {
		kunmap_atomic(v);
		put_page(page);
		return 1;
	}
	kunmap_atomic(v);
	return 0;
}

/* The variable, where its type is used. */
static void copied_sizeof(struct scatterlist *sg, struct hdr *hdr)
{
	struct hdr *h = kmap_atomic(sg_page(sg)) + sg->offset;

	memcpy(hdr, h, sizeof(*h));
	kunmap_atomic(h);
}

/* The variable, where it is used again. */
static void copied_reuse(struct scatterlist *a, struct scatterlist *b, void *x)
{
	void *v = kmap_atomic(sg_page(a)) + a->offset;

	memcpy(x, v, 4);
	kunmap_atomic(v);
	v = kmap_atomic(sg_page(b)) + b->offset;
	look_at(v);
	kunmap_atomic(v);
}

/* The scale of an offset. */
static void copied_ptr_off(struct scatterlist *sg, u32 *b)
{
	u32 *h = kmap_atomic(sg_page(sg)) + sg->offset;

	memcpy(b, h + 4, 8);
	kunmap_atomic(h);
}

/* The mapping that tells its length. */
static void copied_L_v(struct scatterlist *sg, u8 *b)
{
	u8 *h = kmap_atomic(sg_page(sg)) + sg->offset;

	memcpy(b, h, h[0]);
	kunmap_atomic(h);
}

/* The test, where the mapping is undone if it fails. */
static int null_goto_unmap(struct scatterlist *sg, int n)
{
	void *v;
	int ret = -ENOMEM;

	v = kmap(sg_page(sg)) + sg->offset;
	if (!v)
		goto out;
	ret = look_at(v);
out:
	kunmap(sg_page(sg));
	return ret;
}
