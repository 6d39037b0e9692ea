/* What went wrong in the first versions of the semantic patch, and what they missed. */

static void copy_within_the_mapping_dup_header(struct scatterlist *sg, size_t n)
{
	u8 *v = kmap_atomic(sg_page(sg)) + sg->offset;

	memcpy(v, v + 256, n);
	kunmap_atomic(v);
}

static void element_added_at_the_mapping_collect(struct iod *iod, u8 *out)
{
	void *m;
	int i, at = 0;

	for (i = 0; i < iod->nents; i++) {
		m = kmap_atomic(sg_page(&iod->sg[i])) + iod->sg[i].offset;
		memcpy(out + at, m, iod->sg[i].length);
		kunmap_atomic(m);
		at += iod->sg[i].length;
	}
}

static void entry_consumed_eat(struct host *h, struct scatterlist *sg, unsigned int n)
{
	u8 *buf;

	buf = kmap(sg_page(sg)) + sg->offset;
	fifo_read(h, buf, n);
	sg->offset += n;
	sg->length -= n;
	kunmap(sg_page(sg));
}

static int entry_gets_another_page_replace(struct scatterlist *sg, struct page *fresh)
{
	struct page *page;
	void *old;
	int ret;

	page = sg_page(sg);
	old = kmap(page) + sg->offset;
	ret = fill_from(fresh, old, sg->length);
	sg_set_page(sg, fresh, sg->length, 0);
	kunmap(page);
	return ret;
}

static void helper_advances_next_entry(struct host *h)
{
	h->cur = sg_next(h->cur);
}

static void helper_advances_drain(struct host *h)
{
	struct page *page;
	u8 *buf;

	page = sg_page(h->cur);
	buf = kmap(page) + h->cur->offset;
	fifo_read(h, buf, h->cur->length);
	helper_advances_next_entry(h);
	kunmap(page);
}

int length_by_a_stale_pointer_second_length(struct scatterlist *a, struct scatterlist *b, u8 *out)
{
	u8 *v;
	int n;

	v = kmap_local_page(sg_page(a)) + a->offset;
	n = v[0];
	kunmap_local(v);

	v = kmap_local_page(sg_page(b)) + b->offset;
	memcpy(out, v, hdr_len(v));
	kunmap_local(v);
	return n;
}

static void length_is_in_the_data_get_string(struct scatterlist *sg, char *out)
{
	char *v = kmap_atomic(sg_page(sg)) + sg->offset;

	memcpy(out, v, strlen(v) + 1);
	kunmap_atomic(v);
}

static void length_is_in_the_data_get_frame(struct scatterlist *sg, u8 *out)
{
	void *v = kmap_local_page(sg_page(sg)) + sg->offset;

	memcpy(out, v, be16_to_cpup(v));
	kunmap_local(v);
}

static void length_is_in_the_data_get_frame2(struct scatterlist *sg, u8 *out)
{
	u16 *v;

	v = kmap_atomic(sg_page(sg)) + sg->offset;
	memcpy(out, v, *v);
	kunmap_atomic(v);
}

static int loop_over_the_same_variable_longest(struct scatterlist *list, int n)
{
	struct scatterlist *sg = list;
	struct page *page;
	struct hd *hd;
	int i, best = 0;

	page = sg_page(sg);
	hd = kmap(page) + sg->offset;
	for_each_sg(list, sg, n, i)
		best = max_t(int, best, weigh(hd, sg->length));
	kunmap(page);
	return best;
}

static void memset_length_in_the_data_tag(struct scatterlist *sg, size_t n)
{
	u8 *v = kmap_local_page(sg_page(sg)) + sg->offset;

	memset(v, v[0], n);
	kunmap_local(v);
}

static void memset_length_in_the_data_tag2(struct scatterlist *sg, size_t n)
{
	u8 *v = kmap_local_page(sg_page(sg)) + sg->offset;

	memset(v, 0, v[1]);
	kunmap_local(v);
}

static void moved_by_other_means_walk(struct host *h, struct scatterlist *sg)
{
	u8 *p;
	int i;

	p = kmap_atomic(sg_page(sg)) + sg->offset;
	for (i = 0; i < sg->length; i++, ++p)
		writeb(*p, h->io);
	kunmap_atomic(p - sg->offset);
}

static void moved_by_other_means_walk2(struct host *h, struct scatterlist *sg)
{
	u8 *p;

	p = kmap_atomic(sg_page(sg)) + sg->offset;
	push_bytes(h, &p, sg->length);
	kunmap_atomic(p - sg->offset);
}

static void no_error_in_two_ifdefs_pair(struct scatterlist *d, struct scatterlist *s, size_t n)
{
	while (n--) {
		void *pd, *ps;
#if OLD_KMAP
		pd = kmap_atomic(sg_page(d), KM_USER0);
		ps = kmap_atomic(sg_page(s), KM_USER1);
#else
		pd = kmap_atomic(sg_page(d));
		ps = kmap_atomic(sg_page(s));
#endif
		work(pd + d->offset, ps + s->offset);
#if OLD_KMAP
		kunmap_atomic(ps, KM_USER1);
		kunmap_atomic(pd, KM_USER0);
#else
		kunmap_atomic(ps);
		kunmap_atomic(pd);
#endif
		d = sg_next(d);
		s = sg_next(s);
	}
}

static void nth_page_right_by_hand(struct scatterlist *sg, void *b, size_t done, size_t n)
{
	size_t off = sg->offset + done;
	u8 *v;

	v = kmap_local_page(nth_page(sg_page(sg), off >> PAGE_SHIFT));
	memcpy(b, v + offset_in_page(off), n);
	kunmap_local(v);
}

static void *null_is_returned_dup_entry(struct scatterlist *sg)
{
	void *v, *b;

	v = kmap(sg_page(sg)) + sg->offset;
	if (!v)
		return v;
	b = kmemdup(v, sg->length, GFP_KERNEL);
	kunmap(sg_page(sg));
	return b;
}

static void offset_added_in_the_next_line_added(struct scatterlist *sg, struct host *h)
{
	char *buffer;

	buffer = kmap_atomic(sg_page(sg)) + sg->offset;
	buffer += h->sg_off;
	fifo_read(h, buffer, sg->length - h->sg_off);
	kunmap_atomic(buffer);
}

static void offset_by_pointer_by_pointer(struct ring *r, struct scatterlist *sg)
{
	unsigned int at = 0;
	u8 *p;

	p = kmap(sg_page(sg)) + sg->offset + at;
	fifo_take(r, p, &at);
	kunmap(sg_page(sg));
	r->at += at;
}

static void offset_from_a_call_take(struct host *h, struct scatterlist *sg)
{
	u8 *buf;

	buf = kmap_atomic(sg_page(sg)) + sg->offset + claim_bytes(h, 512);
	fifo_read(h, buf, 512);
	kunmap_atomic(buf);
}

static int offset_in_a_variable_digest(struct scatterlist *sg, unsigned int n, u8 *out)
{
	unsigned int offset = sg->offset;
	void *data;
	int err;

	data = kmap_local_page(sg_page(sg));
	err = hash_it(data + offset, n, out);
	kunmap_local(data);
	return err;
}

static void offset_is_in_the_data_chase(struct scatterlist *sg, u8 *b)
{
	u8 *v = kmap_local_page(sg_page(sg)) + sg->offset;

	memcpy(b, v + v[0], 4);
	kunmap_local(v);
}

static void offset_is_in_the_data_chase2(struct scatterlist *sg, u8 *b)
{
	u8 *v;

	v = kmap_atomic(sg_page(sg));
	memcpy(b, v + sg->offset + hdr_len(v + sg->offset), 4);
	kunmap_atomic(v);
}

static void offset_of_a_counter_blocks(struct host *h, struct scatterlist *sg, int n)
{
	struct page *page;
	u8 *buf;
	int i = 0;

	while (i < n) {
		page = sg_page(sg);
		buf = kmap(page) + sg->offset + (h->blksz * i);
		fifo_read(h, buf, h->blksz);
		i++;
		kunmap(page);
	}
}

static void order_one_is_no_entry_gather(struct scatterlist *list, int n, struct page **ring)
{
	struct scatterlist *sg;
	void *from, *to;
	int i;

	for_each_sg(list, sg, n, i) {
		from = kmap_atomic(sg_page(sg)) + sg->offset;
		to = kmap_atomic(ring[i]);
		work(to, from, sg->length);
		kunmap_atomic(from);
		kunmap_atomic(to);
	}
}

static void order_pages_in_variables_move(struct scatterlist *to, struct scatterlist *from, size_t n)
{
	struct page *pt, *pf;
	void *a, *b;

	pf = sg_page(from);
	pt = sg_page(to);
	a = kmap_atomic(pf) + from->offset;
	b = kmap_atomic(pt) + to->offset;
	memcpy(b, a, n);
	kunmap_atomic(a);
	kunmap_atomic(b);
}

static void pad_behind_the_entry_clear_tail(struct scatterlist *last, unsigned int pad)
{
	void *va = kmap_local_page(sg_page(last));

	memset(va + last->offset + last->length, 0, pad);
	kunmap_local(va);
	last->length += pad;
}

static void rest_of_a_shortened_entry_fetch_tail(struct host *h, struct scatterlist *sg, u8 *buf, size_t n)
{
	void *v;

	sg->length -= n;
	dma_one(h, sg);
	v = kmap_atomic(sg_page(sg)) + sg->offset + sg->length;
	memcpy(v, buf, n);
	kunmap_atomic(v);
	sg->length += n;
}

static int table_freed_first_finish(struct ctx *c)
{
	struct scatterlist *sg = c->table.sgl;
	struct page *page;
	u8 *p;
	int ret;

	page = sg_page(sg);
	p = kmap(page) + sg->offset;
	ret = check(p, sg->length);
	sg_free_table(&c->table);
	kunmap(page);
	__free_page(page);
	return ret;
}

static void two_arguments_old_api(struct scatterlist *sg, void *b, size_t n)
{
	void *v = kmap_atomic(sg_page(sg), KM_USER0) + sg->offset;

	memcpy(b, v, n);
	kunmap_atomic(v, KM_USER0);
}

static u8 *argument_moves_the_entry_next_chunk(struct host *h)
{
	h->sg = sg_next(h->sg);
	return h->buf;
}

static void argument_moves_the_entry_put(struct host *h, size_t n)
{
	u8 *v = kmap_atomic(sg_page(h->sg)) + h->sg->offset;

	memcpy(v, argument_moves_the_entry_next_chunk(h), n);
	kunmap_atomic(v);
}

static void choice_of_the_page_by_a_call_take(struct host *h, struct scatterlist *sg)
{
	size_t at = sg->offset + claim_bytes(h, 16);
	u8 *v = kmap_atomic(sg_page(sg) + (at >> PAGE_SHIFT));

	use(v + (at & ~PAGE_MASK), 16);
	kunmap_atomic(v);
}

static void embedded_entry_changes_offset(struct frag *f)
{
	u8 *v = kmap_atomic(sg_page(&f->sg));

	use(v + f->sg.offset, 4);
	f->sg.offset += 4;
	use(v + f->sg.offset, 4);
	kunmap_atomic(v);
}

static void embedded_entry_changes_consumed(struct frag *f, unsigned int n)
{
	u8 *v = kmap(sg_page(&f->sg));

	use(v + f->sg.offset, n);
	f->sg.offset += n;
	f->sg.length -= n;
	kunmap(sg_page(&f->sg));
}

static void embedded_entry_changes_index(struct scatterlist *x, int i)
{
	u8 *v = kmap_atomic(sg_page(&x[i]));

	use(v + x[i].offset, 4);
	i++;
	use(v + x[i].offset, 4);
	kunmap_atomic(v);
}

static void embedded_entry_changes_other(struct frag *f, struct frag *g)
{
	u8 *v = kmap_local_page(sg_page(&f->sg));

	use(v + f->sg.offset, 4);
	f = g;
	use(v + f->sg.offset, 4);
	kunmap_local(v);
}

static long entry_moved_by_other_means_plus(struct host *h, struct scatterlist *sg)
{
	struct page *page = sg_page(sg);
	u8 *v = kmap(page) + sg->offset;
	long n;

	sg += 1;
	n = use(v, sg->length);
	kunmap(page);
	return n;
}

static long entry_moved_by_other_means_before(struct host *h, struct scatterlist *sg)
{
	struct page *page = sg_page(sg);
	u8 *v = kmap(page) + sg->offset;
	long n;

	++sg;
	n = use(v, sg->length);
	kunmap(page);
	return n;
}

static long entry_moved_by_other_means_by_address(struct host *h, struct scatterlist *sg)
{
	struct page *page = sg_page(sg);
	u8 *v = kmap(page) + sg->offset;
	long n;

	next_sg(&sg);
	n = use(v, sg->length);
	kunmap(page);
	return n;
}

static int error_pointer_in_a_structure_start(struct host *h, struct scatterlist *sg)
{
	h->addr = kmap(sg_page(sg)) + sg->offset;
	if (!h->addr)
		return -ENOMEM;		/* stop() looks whether there is h->addr */
	fifo_read(h, h->addr, 16);
	kunmap(sg_page(sg));
	h->addr = NULL;
	return 0;
}

static void offset_before_the_data_push_header(struct scatterlist *sg, struct hdr *hdr)
{
	int back = -(int)sizeof(*hdr);
	void *v = kmap_atomic(sg_page(sg)) + sg->offset + back;

	memcpy(v, hdr, sizeof(*hdr));
	kunmap_atomic(v);
}

static void offset_changed_by_a_callee_eat(struct host *h, struct scatterlist *sg, unsigned int n)
{
	u8 *v = kmap(sg_page(sg)) + sg->offset;

	fifo_read(h, v, n);
	sg_consume(sg, n);		/* sg->offset += n; sg->length -= n; */
	kunmap(sg_page(sg));
}

static void offset_changed_by_a_callee_eat2(struct host *h, struct scatterlist *sg, unsigned int n)
{
	u8 *v = kmap_atomic(sg_page(sg));

	fifo_read(h, v + sg->offset, n);
	sg_consume(sg, n);
	fifo_read(h, v + sg->offset, n);
	kunmap_atomic(v);
}

static int page_of_another_variable_look(struct scatterlist *x, struct scatterlist *sg, int n)
{
	struct page *page;
	u8 *v;
	int ret = 0;

	page = sg_page(x);
	flush_dcache_page(page);
	while (n--) {
		struct page *pg = sg_page(sg);

		v = kmap_atomic(pg) + sg->offset;
		ret += check(v);
		kunmap_atomic(v);
		sg = sg_next(sg);
	}
	return ret;
}

static long start_of_the_page_in_the_same_statement_headroom(struct scatterlist *sg)
{
	u8 *v = kmap_atomic(sg_page(sg));
	long n;

	n = find_mark(v + sg->offset) - v;
	kunmap_atomic(v);
	return n;
}

static void two_uses_in_one_statement_hash_both(struct host *h, struct scatterlist *sg)
{
	void *v = kmap_local_page(sg_page(sg));

	hash_it(h, v + sg->offset, hdr_len((u8 *)v + sg->offset));
	kunmap_local(v);
}

static void two_uses_in_one_statement_hash_page(struct host *h, struct scatterlist *sg, unsigned int skip)
{
	struct page *page = sg_page(sg);
	char *v = kmap_atomic(page);

	hash_it(h, v + sg->offset + skip, hdr_len(v + skip + sg->offset));
	kunmap_atomic(v);
}

#define FIRST_FREE(h) ({ v = find_first_zero_bit((h)->map, 64); v < 64; })

static void variable_of_another_function_fetch(struct host *h, struct scatterlist *sg, int n)
{
	void *v;

	v = kmap_atomic(sg_page(sg)) + sg->offset;
	memcpy(h->buf, v, n);
	kunmap_atomic(v);
}

static int variable_of_another_function_any_free(struct host *h)
{
	int v;

	return FIRST_FREE(h);
}

/* two mappings nested, undone in order; and crossing */
static void nested_good(struct scatterlist *a, struct scatterlist *b, int n)
{
	void *x, *y;

	x = kmap_atomic(sg_page(a)) + a->offset;
	y = kmap_atomic(sg_page(b)) + b->offset;
	mix(x, y, n);
	kunmap_atomic(y);
	kunmap_atomic(x);
}
static void nested_crossing(struct scatterlist *a, struct scatterlist *b, int n)
{
	void *x, *y;

	x = kmap_local_page(sg_page(a)) + a->offset;
	y = kmap_local_page(sg_page(b)) + b->offset;
	mix(x, y, n);
	kunmap_local(x);
	kunmap_local(y);
}
static void nested_copy_between(struct scatterlist *a, struct scatterlist *b, int n)
{
	void *x, *y;

	x = kmap_local_page(sg_page(a)) + a->offset;
	y = kmap_local_page(sg_page(b)) + b->offset;
	memcpy(x, y, n);
	kunmap_local(y);
	kunmap_local(x);
}

static void branch_one_branch(struct scatterlist *sg, void *buf, int n, bool hi)
{
	void *p;

	if (hi)
		p = kmap_local_page(sg_page(sg)) + sg->offset;
	else
		p = sg_virt(sg);
	use(p, n);
	if (hi)
		kunmap_local(p);
}
static void branch_cond_unmap(struct scatterlist *sg, int n, bool keep)
{
	void *p = kmap(sg_page(sg)) + sg->offset;

	use(p, n);
	if (!keep)
		kunmap(sg_page(sg));
}
static void branch_both_kinds(struct scatterlist *sg, int n, bool atomic)
{
	void *p;

	if (atomic)
		p = kmap_atomic(sg_page(sg));
	else
		p = kmap(sg_page(sg));
	use(p + sg->offset, n);
	if (atomic)
		kunmap_atomic(p);
	else
		kunmap(sg_page(sg));
}

static int goto_cleanup(struct scatterlist *sg, int n)
{
	void *p;
	int err = 0;

	p = kmap_atomic(sg_page(sg)) + sg->offset;
	if (check(p)) {
		err = -EIO;
		goto out;
	}
	use(p, n);
out:
	kunmap_atomic(p);
	return err;
}
static int goto_leak(struct scatterlist *sg, int n)
{
	void *p;

	p = kmap_local_page(sg_page(sg)) + sg->offset;
	if (check(p))
		return -EIO;
	use(p, n);
	kunmap_local(p);
	return 0;
}
static int goto_ok_return(struct scatterlist *sg, int n)
{
	void *p;

	p = kmap_local_page(sg_page(sg)) + sg->offset;
	if (check(p)) {
		kunmap_local(p);
		return -EIO;
	}
	use(p, n);
	kunmap_local(p);
	return 0;
}

static void struct_start(struct host *h, struct scatterlist *sg)
{
	h->addr = kmap(sg_page(sg)) + sg->offset;
	h->page = sg_page(sg);
}
static void struct_stop(struct host *h)
{
	kunmap(h->page);
}
static void struct_same_fn(struct host *h, struct scatterlist *sg)
{
	h->addr = kmap_local_page(sg_page(sg)) + sg->offset;
	transfer(h);		/* may advance h->addr */
	kunmap_local(h->addr);
}
static void struct_member_sg(struct host *h)
{
	void *p;

	p = kmap_atomic(sg_page(h->sg)) + h->sg->offset;
	next(h);		/* h->sg = sg_next(h->sg) inside */
	kunmap_atomic(p);
}
static void struct_member_sg_kmap(struct host *h)
{
	void *p;

	p = kmap(sg_page(h->sg)) + h->sg->offset + h->off;
	transfer(h, p);		/* advances h->off */
	kunmap(sg_page(h->sg));
}

static void passed_finish(void *p) { kunmap_local(p); }
static void passed_passes(struct scatterlist *sg, int n)
{
	void *p = kmap_local_page(sg_page(sg)) + sg->offset;

	use(p, n);
	passed_finish(p);
}
static void passed_maybe_passes(struct scatterlist *sg, int n)
{
	void *p = kmap_local_page(sg_page(sg)) + sg->offset;

	if (n) {
		passed_finish(p);
		return;
	}
	kunmap_local(p);
}

static void loop(struct scatterlist *sg, u8 *buf)
{
	u8 *p;

	while (sg) {
		p = kmap_local_page(sg_page(sg)) + sg->offset;
		crc(p, sg->length);
		kunmap_local(p);
		sg = sg_next(sg);
	}
}
static void loop_loop2(struct scatterlist *sg, u8 *buf, int n)
{
	u8 *p;
	int i;

	for_each_sg(sg, sg, n, i) {
		p = kmap(sg_page(sg)) + sg->offset;
		crc(p, sg->length);
		sg = sg_next(sg);
		kunmap(sg_page(sg));
	}
}
static void loop_loop3(struct scatterlist *sg, u8 *buf)
{
	u8 *p;

	p = kmap_atomic(sg_page(sg)) + sg->offset;
	sg++;
	crc(p, sg->length);
	kunmap_atomic(p);
}
static void loop_loop4(struct scatterlist *sg, u8 *buf)
{
	u8 *p;

	for (; sg; sg = sg_next(sg)) {
		p = kmap(sg_page(sg));
		crc(p + sg->offset, sg->length);
		kunmap(sg_page(sg));
	}
}
static void loop_loop5(struct scatterlist *sg, u8 *buf)
{
	u8 *p;

	p = kmap(sg_page(sg)) + sg->offset;
	use(p);
	sg = sg_next(sg);
	use(sg);
	kunmap(sg_page(sg));
}

static void pageplus_plus(struct scatterlist *sg, int n)
{
	void *p = kmap(sg_page(sg) + n);

	use(p);
	kunmap(sg_page(sg) + n);
}
static void pageplus_nth(struct scatterlist *sg, int n)
{
	void *p = kmap_local_page(nth_page(sg_page(sg), n));

	use(p);
	kunmap_local(p);
}
static void pageplus_virt(struct scatterlist *sg, int n)
{
	use(sg_virt(sg), n);
}
static void pageplus_plus_off(struct scatterlist *sg, int n)
{
	void *p = kmap_local_page(sg_page(sg) + n) + sg->offset;

	use(p);
	kunmap_local(p);
}

static void sideeffect_idx(struct scatterlist *x, int i, void *buf, int n)
{
	void *p = kmap_local_page(sg_page(&x[i])) + x[i].offset;

	use(p, n);
	i++;
	kunmap_local(p);
}
static void sideeffect_idx2(struct scatterlist *x, int i, void *buf, int n)
{
	void *p;

	p = kmap(sg_page(&x[i])) + x[i].offset;
	use(p, n);
	i++;
	kunmap(sg_page(&x[i - 1]));
}
static void sideeffect_idx3(struct scatterlist *x, int i, void *buf, int n)
{
	void *p;

	p = kmap(sg_page(&x[i]));
	use(p + x[i].offset, n);
	i++;
	kunmap(sg_page(&x[i]));
}
static void sideeffect_idx4(struct scatterlist *x, int i, void *buf, int n)
{
	void *p = kmap_local_page(sg_page(&x[i++])) + x[i - 1].offset;

	use(p, n);
	kunmap_local(p);
}
static void sideeffect_call(struct host *h, void *buf, int n)
{
	void *p;

	p = kmap_atomic(sg_page(next_sg(h))) + next_sg(h)->offset;
	use(p, n);
	kunmap_atomic(p);
}
static void sideeffect_offcall(struct scatterlist *sg, struct host *h, int n)
{
	void *p;

	p = kmap(sg_page(sg)) + sg->offset + take(h);
	use(p, n);
	kunmap(sg_page(sg));
}

static void memcpy_sizeof_copy(struct scatterlist *sg, struct req *r)
{
	void *p = kmap_local_page(sg_page(sg)) + sg->offset;

	memcpy(&r->hdr, p, sizeof(r->hdr));
	kunmap_local(p);
}
static void memcpy_sizeof_p(struct scatterlist *sg, struct req *r)
{
	struct hdr *p = kmap_local_page(sg_page(sg)) + sg->offset;

	memcpy(&r->hdr, p, sizeof(*p));
	kunmap_local(p);
}
static void memcpy_into_and_from(struct scatterlist *sg, void *a, void *b, int n)
{
	void *p = kmap_local_page(sg_page(sg)) + sg->offset;

	memcpy(a, p, n);
	memcpy(p, b, n);
	kunmap_local(p);
}
static void memcpy_within(struct scatterlist *sg, int n)
{
	void *p = kmap_local_page(sg_page(sg)) + sg->offset;

	memcpy(p, p + n, n);
	kunmap_local(p);
}
static int memcpy_ret(struct scatterlist *sg, void *a, int n)
{
	void *p;

	p = kmap_atomic(sg_page(sg)) + sg->offset;
	memcpy(a, p, n);
	kunmap_atomic(p);
	return p != NULL;
}
static void memcpy_typed(struct scatterlist *sg, void *a, int i, int n)
{
	u32 *p = kmap_atomic(sg_page(sg)) + sg->offset;

	memcpy(a, p + i, n);
	kunmap_atomic(p);
}
static void memcpy_irq(struct scatterlist *sg, void *a, int n)
{
	unsigned long flags;
	void *p;

	local_irq_save(flags);
	p = kmap_atomic(sg_page(sg)) + sg->offset;
	memcpy(a, p, n);
	kunmap_atomic(p);
	local_irq_restore(flags);
}
static void memcpy_to_user(struct scatterlist *sg, void __user *a, int n)
{
	void *p;

	p = kmap_atomic(sg_page(sg)) + sg->offset;
	n = __copy_to_user_inatomic(a, p, n);
	kunmap_atomic(p);
}
static void memcpy_signed_len(struct scatterlist *sg, void *a, int off, int n)
{
	void *p;

	p = kmap_atomic(sg_page(sg)) + sg->offset - off;
	memcpy(a, p, n);
	kunmap_atomic(p);
}
static void memcpy_beyond(struct scatterlist *sg, void *a, int off, int n)
{
	void *p;

	p = kmap_atomic(sg_page(sg)) + sg->offset + off;
	memcpy(a, p, n);	/* off + n > sg->length by intent: padding */
	kunmap_atomic(p);
}

static void advance_adv(struct scatterlist *sg, int off, int n)
{
	void *p = kmap_atomic(sg_page(sg));

	p += sg->offset;
	p += off;
	use(p, n);
	kunmap_atomic(p);
}
static void advance_adv2(struct scatterlist *sg, int off, int n)
{
	u8 *p = kmap_atomic(sg_page(sg)) + sg->offset;

	while (n--)
		*p++ = inb(PORT);
	kunmap_atomic(p);
}
static void advance_adv3(struct scatterlist *sg, int off, int n)
{
	u8 *q, *p = kmap_atomic(sg_page(sg)) + sg->offset;

	for (q = p; n--; )
		*q++ = inb(PORT);
	kunmap_atomic(p);
}
static void advance_advcall(struct scatterlist *sg, int off, int n)
{
	u8 *p;

	p = kmap_atomic(sg_page(sg)) + sg->offset;
	fill(&p, n);
	kunmap_atomic(p);
}
static void advance_adv_kmap(struct scatterlist *sg, int off, int n)
{
	u8 *p;

	p = kmap(sg_page(sg)) + sg->offset + off;
	off += fill(p, n);
	kunmap(sg_page(sg));
}
static void advance_adv_kmap_ref(struct scatterlist *sg, int off, int n)
{
	u8 *p;

	p = kmap(sg_page(sg)) + sg->offset + off;
	fill(p, n, &off);
	kunmap(sg_page(sg));
}
static void advance_restart(struct scatterlist *sg, int off, int n)
{
	u8 *p;

	p = kmap(sg_page(sg)) + sg->offset;
	fill(p, n);
	sg->offset += n;
	sg->length -= n;
	kunmap(sg_page(sg));
}

static void decl_braces(struct scatterlist *sg, void *buf, int n)
{
	if (n) {
		char *p = kmap_atomic(sg_page(sg)) + sg->offset;
		memcpy(buf, p, n);
		kunmap_atomic(p);
	} else
		nothing();
}
static void decl_used_after(struct scatterlist *sg, void *buf, int n)
{
	char *p = NULL;

	if (n) {
		p = kmap_atomic(sg_page(sg)) + sg->offset;
		memcpy(buf, p, n);
		kunmap_atomic(p);
	}
	if (p)
		done();
}
static void decl_paren(struct scatterlist *sg, void *buf, int n)
{
	char *p = (char *)kmap_atomic(sg_page(sg)) + sg->offset;

	memcpy(buf, p, n);
	kunmap_atomic(p);
}
static void decl_cast_u32(struct scatterlist *sg, void *buf, int n)
{
	u32 *p = (u32 *)kmap_atomic(sg_page(sg)) + sg->offset;	/* bug: scaled */

	use(p, n);
	kunmap_atomic(p);
}
static void decl_cast_u32b(struct scatterlist *sg, void *buf, int n)
{
	u32 *p = (u32 *)(kmap_atomic(sg_page(sg)) + sg->offset);

	use(p, n);
	kunmap_atomic(p);
}
static void decl_loopvar(struct scatterlist *sg, void *buf, int n)
{
	struct page *page = sg_page(sg);
	void *p;

	get_page(page);
	p = kmap_atomic(page) + sg->offset;
	use(p, n);
	kunmap_atomic(p);
	put_page(page);
}
static void decl_twice(struct scatterlist *sg, void *buf, int n)
{
	void *p;

	p = kmap_atomic(sg_page(sg)) + sg->offset;
	use(p, n);
	kunmap_atomic(p);
	cond_resched();
	p = kmap_atomic(sg_page(sg)) + sg->offset + PAGE_SIZE;
	use(p, n);
	kunmap_atomic(p);
}

static void callee_finish(struct scatterlist *sg) { kunmap(sg_page(sg)); }
static int callee(struct scatterlist *sg, int n)
{
	void *p;

	p = kmap(sg_page(sg)) + sg->offset;
	if (n) {
		callee_finish(sg);
		return -EIO;
	}
	use(p);
	kunmap(sg_page(sg));
	return 0;
}

static void copy_in_another_context(struct scatterlist *sg, u8 *b)
{
	u8 *v = kmap_atomic(sg_page(sg)) + sg->offset;

	memcpy(b, v, sg->length);
	use(in_atomic());
	kunmap_atomic(v);
}

static void variable_for_another_that_goes(struct scatterlist *sg, struct scatterlist *x, int n)
{
	unsigned int more = 8, off;
	u8 *v;

	if (n)
		off = x->offset + more;
	off = sg->offset;
	v = kmap_local_page(sg_page(sg)) + off;
	writeb(n, v);
	kunmap_local(v);
}

static void used_behind_the_undoing(struct scatterlist *sg, struct hdr *hdr)
{
	u8 *w, *v = kmap(sg_page(sg)) + sg->offset;

	w = kmap(sg_page(sg)) + sg->offset;
	kunmap(sg_page(sg));
	memcpy(hdr, w, sizeof(*hdr));
	finish(sg_page(sg));
}

static void offset_named_as_a_member(struct scatterlist *sg, struct host *h)
{
	unsigned int at = sg->offset;
	u8 *w = kmap_atomic(sg_page(sg));

	memcpy(h->out + h->at, w + at, sg->length);
	kunmap_atomic(w);
}

static void entry_copied_over_by_a_global(struct scatterlist *sg, struct host *h)
{
	struct page *page = sg_page(sg);
	u8 *v;

	memcpy(h->cur, &h->spare, sizeof(h->spare));
	v = kmap_local_page(page) + sg->offset;
	writeb(1, v);
	kunmap_local(v);
}

static void undone_for_one_of_two(struct scatterlist *sg, struct host *h)
{
	struct page *page = h->page;
	u8 *v;

	if (h->flags)
		v = kmap(page) + sg->offset;
	else
		v = kmap(sg_page(sg)) + sg->offset;
	kunmap(sg_page(sg));
}

static void header_copied(struct scatterlist *sg, struct hdr *hdr)
{
	struct page *page = sg_page(sg);
	u8 *data = kmap_local_page(page);

	memcpy(hdr, data + sg->offset, sizeof(*hdr));
	writeb(1, data + sg->offset);
	kunmap_local(data);
}
