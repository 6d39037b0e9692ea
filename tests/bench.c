// SPDX-License-Identifier: GPL-2.0
/*
 * The copy functions of <linux/scatterlist.h>, compared with those they replace
 *
 * tools/bench builds this in place of the suite, with lib/scatterlist.c of the
 * kernel without the series, in which each function is named old_ and its name,
 * and on um with that of the series once more, named p2p_, with the tests for the
 * memory of devices that um does not have.  First old and new must do the same to
 * random lists, then they are timed, with the other ways to copy.  A line of the
 * kernel log is
 *
 *	bench: DIRECTION BYTES ENTRIES SKIP WAY COST
 *
 * with the cost of one call: nanoseconds on um, else instructions, which QEMU
 * counts in the TSC if it has -icount shift=0.
 */
#include <crypto/scatterwalk.h>
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/hw_breakpoint.h>
#include <linux/irqflags.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/sched.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/timex.h>
#include <linux/vmalloc.h>

size_t old_sg_pcopy_to_buffer(struct scatterlist *sgl, unsigned int nents,
			      void *buf, size_t buflen, off_t skip);
size_t old_sg_pcopy_from_buffer(struct scatterlist *sgl, unsigned int nents,
				const void *buf, size_t buflen, off_t skip);
size_t old_sg_zero_buffer(struct scatterlist *sgl, unsigned int nents,
			  size_t buflen, off_t skip);
size_t p2p_sg_pcopy_to_buffer(struct scatterlist *sgl, unsigned int nents,
			      void *buf, size_t buflen, off_t skip);

/* um has none, nor have kernels that the patch does not apply to. */
#if defined(CONFIG_UML) || defined(NO_KEY)
DEFINE_STATIC_KEY_FALSE(pgmap_no_ram_key);
#endif

/* The lists of all tests lie in one block, highmem where there is any. */
#define BLOCK_ORDER	get_order(SZ_2M)
#define BLOCK_BYTES	((size_t)SZ_2M)
#define BUFFER_BYTES	((size_t)SZ_1M)

struct bench {
	struct page *block;
	u8 *mem;		/* the block, mapped */
	u8 *buf;
};

enum direction { TO_BUFFER, FROM_BUFFER, ZERO };

static const char * const directions[] = { "to_buffer", "from_buffer", "zero" };

/*
 * Old and new do the same.
 */
#define ROUNDS		4000
#define MAX_ENTRIES	12
#define LIST_BYTES	SZ_32K		/* of the block */
#define GUARD		64
#define WINDOW		(SZ_64K + 2 * GUARD)

/* What is compared is in parts of the buffer. */
struct same {
	u8 fill[WINDOW], is[WINDOW], was[WINDOW];
	u8 mem_fill[LIST_BYTES], mem_was[LIST_BYTES];
	struct scatterlist head[MAX_ENTRIES + 1], tail[MAX_ENTRIES];
};

static u32 below(struct rnd_state *rnd, u32 n)
{
	return prandom_u32_state(rnd) % n;
}

/* A random list, in @same->head and maybe @same->tail.  Its entries overlap. */
static unsigned int random_list(struct bench *b, struct same *same,
				struct rnd_state *rnd, size_t *sum)
{
	unsigned int entries = 1 + below(rnd, MAX_ENTRIES);
	unsigned int head = entries;
	unsigned int i;

	sg_init_table(same->head, entries);
	if (entries > 1 && below(rnd, 2)) {
		head = 1 + below(rnd, entries - 1);
		sg_init_table(same->head, head + 1);
		sg_init_table(same->tail, entries - head);
		sg_chain(same->head, head + 1, same->tail);
	}

	sum[0] = 0;
	for (i = 0; i < entries; i++) {
		struct scatterlist *sg = i < head ? same->head + i :
						    same->tail + i - head;
		unsigned int start = below(rnd, LIST_BYTES + 1);
		unsigned int page = below(rnd, start / PAGE_SIZE + 1);
		unsigned int len = LIST_BYTES - start;

		switch (below(rnd, 8)) {
		case 0:
			len = 0;
			break;
		case 1:
			break;
		case 2:
			start &= PAGE_MASK;
			len = min_t(unsigned int, len, PAGE_SIZE);
			break;
		default:
			len = min(len, below(rnd, 600));
			break;
		}
		/* One without data may be without a page. */
		if (len || below(rnd, 2))
			sg_set_page(sg, b->block + page, len,
				    start - page * PAGE_SIZE);
		sum[i + 1] = sum[i] + sg->length;
	}
	return entries;
}

static size_t act(bool new, enum direction dir, struct scatterlist *sgl,
		  unsigned int nents, void *buf, size_t len, off_t skip)
{
	switch (dir) {
	case TO_BUFFER:
		return (new ? sg_pcopy_to_buffer : old_sg_pcopy_to_buffer)
			(sgl, nents, buf, len, skip);
	case FROM_BUFFER:
		return (new ? sg_pcopy_from_buffer : old_sg_pcopy_from_buffer)
			(sgl, nents, buf, len, skip);
	default:
		return (new ? sg_zero_buffer : old_sg_zero_buffer)
			(sgl, nents, len, skip);
	}
}

static void test_same(struct kunit *test)
{
	struct bench *b = test->priv;
	struct same *same = vmalloc(sizeof(*same));
	unsigned int round, all = 0, cut = 0, nothing = 0;
	size_t sum[MAX_ENTRIES + 1];
	struct rnd_state rnd;

	KUNIT_ASSERT_NOT_NULL(test, same);
	prandom_seed_state(&rnd, 1);
	prandom_bytes_state(&rnd, same->fill, WINDOW);
	prandom_bytes_state(&rnd, same->mem_fill, LIST_BYTES);

	for (round = 0; round < ROUNDS; round++) {
		enum direction dir = below(&rnd, 3);
		unsigned int entries = random_list(b, same, &rnd, sum);
		unsigned int nents = entries;
		struct scatterlist *sgl = same->head;
		size_t len, total, ret[2];
		off_t skip;
		u8 *buf;
		int new;

		switch (below(&rnd, 6)) {
		case 0:
			nents = below(&rnd, entries + 1);
			if (!nents && below(&rnd, 2))
				sgl = NULL;
			break;
		case 1:
			nents += 1 + below(&rnd, 3);
			break;
		}
		total = sum[min(nents, entries)];

		switch (below(&rnd, 8)) {
		case 0:
		case 1:
			skip = 0;
			break;
		case 2:
			skip = total + below(&rnd, 3 * PAGE_SIZE);
			break;
		case 3:
		case 4:
			skip = sum[below(&rnd, entries + 1)];
			break;
		default:
			skip = below(&rnd, total + 1);
			break;
		}

		switch (below(&rnd, 6)) {
		case 0:
			len = below(&rnd, 2) ? 0 : 1;
			break;
		case 1:
			len = SZ_64K - 16;
			break;
		case 2:
			len = total > skip ? total - skip : total;
			break;
		default:
			len = below(&rnd, 2 * PAGE_SIZE);
			break;
		}
		len = min_t(size_t, len, SZ_64K - 16);
		buf = same->is + GUARD + below(&rnd, 17);

		for (new = 0; new < 2; new++) {
			memcpy(buf - GUARD, same->fill, len + 2 * GUARD);
			memcpy(b->mem, same->mem_fill, LIST_BYTES);
			ret[new] = act(new, dir, sgl, nents, buf, len, skip);
			if (!new) {
				memcpy(same->was, buf - GUARD, len + 2 * GUARD);
				memcpy(same->mem_was, b->mem, LIST_BYTES);
			}
		}

#define SAME(what, condition)						\
		KUNIT_ASSERT_TRUE_MSG(test, condition,			\
			"round %u, %s: %s: %zu bytes, %u of %u entries, skip %ld of %zu", \
			round, directions[dir], what, len, nents, entries, \
			(long)skip, total)
		SAME("the returned value", ret[0] == ret[1]);
		SAME("the buffer", !memcmp(same->was, buf - GUARD, len + 2 * GUARD));
		SAME("the list", !memcmp(same->mem_was, b->mem, LIST_BYTES));
		SAME("before the buffer", !memcmp(same->fill, buf - GUARD, GUARD));
		SAME("behind the buffer", !memcmp(same->fill + GUARD + len,
						  buf + len, GUARD));
		if (dir != TO_BUFFER)
			SAME("the source", !memcmp(same->fill + GUARD, buf, len));
		else
			SAME("the source", !memcmp(same->mem_fill, b->mem,
						   LIST_BYTES));
#undef SAME

		all += ret[1] && ret[1] == len;
		cut += ret[1] && ret[1] < len;
		nothing += len && !ret[1];
		cond_resched();
	}
	pr_info("bench: same %u rounds: %u whole, %u cut short, %u nothing to do\n",
		ROUNDS, all, cut, nothing);
	KUNIT_EXPECT_GT(test, all, ROUNDS / 10);
	KUNIT_EXPECT_GT(test, cut, ROUNDS / 10);
	KUNIT_EXPECT_GT(test, nothing, ROUNDS / 10);
	vfree(same);
}

/*
 * What is measured.
 */
struct run {
	struct scatterlist *sgl;
	unsigned int nents;
	void *buf;
	size_t len;
	off_t skip;
	struct {
		void *addr;
		size_t len;
	} *piece;		/* for plain memcpy() */
	unsigned int pieces;
};

/* A loop of the kernel's own iterator, as in many drivers. */
static __always_inline void by_miter(const struct run *r, bool to_buffer)
{
#ifdef SG_MITER_LOCAL
	unsigned int flags = SG_MITER_LOCAL;
#else
	unsigned int flags = SG_MITER_ATOMIC;
#endif
	struct sg_mapping_iter miter;
	size_t done = 0;

	sg_miter_start(&miter, r->sgl, r->nents, flags |
		       (to_buffer ? SG_MITER_FROM_SG : SG_MITER_TO_SG));
	if (!sg_miter_skip(&miter, r->skip))
		return;
	while (done < r->len && sg_miter_next(&miter)) {
		size_t n = min(miter.length, r->len - done);

		if (to_buffer)
			memcpy(r->buf + done, miter.addr, n);
		else
			memcpy(miter.addr, r->buf + done, n);
		done += n;
	}
	sg_miter_stop(&miter);
}

/* The loop that is written where no helper is used. */
static __always_inline void by_hand(const struct run *r, bool to_buffer)
{
	struct scatterlist *sg = r->sgl;
	size_t skip = r->skip, done = 0;

	while (skip >= sg->length) {
		skip -= sg->length;
		sg = sg_next(sg);
	}
	for (;;) {
		size_t offset = sg->offset + skip;
		struct page *page = sg_page(sg) + (offset >> PAGE_SHIFT);
		size_t n = min_t(size_t, min(r->len - done, sg->length - skip),
				 PAGE_SIZE - offset_in_page(offset));
		void *addr = kmap_local_page(page);

		if (to_buffer) {
			memcpy(r->buf + done, addr + offset_in_page(offset), n);
		} else {
			memcpy(addr + offset_in_page(offset), r->buf + done, n);
			flush_dcache_page(page);
		}
		kunmap_local(addr);
		done += n;
		if (done == r->len)
			return;
		skip += n;
		if (skip == sg->length) {
			sg = sg_next(sg);
			skip = 0;
		}
	}
}

/* The limit: all addresses are known. */
static __always_inline void by_memcpy(const struct run *r, enum direction dir)
{
	void *buf = r->buf;
	unsigned int i;

	for (i = 0; i < r->pieces; i++) {
		if (dir == TO_BUFFER)
			memcpy(buf, r->piece[i].addr, r->piece[i].len);
		else if (dir == FROM_BUFFER)
			memcpy(r->piece[i].addr, buf, r->piece[i].len);
		else
			memset(r->piece[i].addr, 0, r->piece[i].len);
		buf += r->piece[i].len;
	}
}

static noinline void miter_to(const struct run *r)
{
	by_miter(r, true);
}

static noinline void miter_from(const struct run *r)
{
	by_miter(r, false);
}

static noinline void hand_to(const struct run *r)
{
	by_hand(r, true);
}

static noinline void hand_from(const struct run *r)
{
	by_hand(r, false);
}

static noinline void memcpy_to(const struct run *r)
{
	by_memcpy(r, TO_BUFFER);
}

static noinline void memcpy_from(const struct run *r)
{
	by_memcpy(r, FROM_BUFFER);
}

static noinline void memcpy_zero(const struct run *r)
{
	by_memcpy(r, ZERO);
}

/* The same loop around each, with the same arguments at hand. */
#define LOOP(name, call)						\
static noinline void loop_##name(const struct run *r, unsigned int times)	\
{									\
	struct scatterlist *sgl = r->sgl;				\
	unsigned int nents = r->nents;					\
	void *buf = r->buf;						\
	size_t len = r->len;						\
	off_t skip = r->skip;						\
									\
	(void)sgl, (void)nents, (void)buf, (void)len, (void)skip;	\
	while (times--) {						\
		call;							\
		barrier();						\
	}								\
}

LOOP(new_to, sg_pcopy_to_buffer(sgl, nents, buf, len, skip))
LOOP(new_from, sg_pcopy_from_buffer(sgl, nents, buf, len, skip))
LOOP(new_zero, sg_zero_buffer(sgl, nents, len, skip))
LOOP(old_to, old_sg_pcopy_to_buffer(sgl, nents, buf, len, skip))
LOOP(old_from, old_sg_pcopy_from_buffer(sgl, nents, buf, len, skip))
LOOP(old_zero, old_sg_zero_buffer(sgl, nents, len, skip))
/* In 7.3 these are memcpy_from_sglist() and memcpy_to_sglist(). */
LOOP(crypto_to, scatterwalk_map_and_copy(buf, sgl, skip, len, 0))
LOOP(crypto_from, scatterwalk_map_and_copy(buf, sgl, skip, len, 1))
LOOP(miter_to, miter_to(r))
LOOP(miter_from, miter_from(r))
LOOP(hand_to, hand_to(r))
LOOP(hand_from, hand_from(r))
LOOP(memcpy_to, memcpy_to(r))
LOOP(memcpy_from, memcpy_from(r))
LOOP(memcpy_zero, memcpy_zero(r))

static const struct way {
	const char *name;
	void (*loop[3])(const struct run *r, unsigned int times);
} ways[] = {
	{ "new", { loop_new_to, loop_new_from, loop_new_zero } },
	{ "pristine", { loop_old_to, loop_old_from, loop_old_zero } },
	{ "crypto", { loop_crypto_to, loop_crypto_from } },
	{ "miter", { loop_miter_to, loop_miter_from } },
	{ "hand", { loop_hand_to, loop_hand_from } },
	{ "memcpy", { loop_memcpy_to, loop_memcpy_from, loop_memcpy_zero } },
};

#define WAYS		ARRAY_SIZE(ways)

/* Entries of @each bytes, or of 1 / @entries of the bytes copied. */
static const struct list {
	size_t bytes, entries, each, skip;
	bool zero;
} lists[] = {
	{ 16, 1, .zero = true },
	{ 64, 1, .zero = true },
	{ 512, 1 },
	{ SZ_4K, 1, .zero = true },
	{ SZ_64K, 1, .zero = true },
	{ SZ_1M, 1, .zero = true },
	{ 512, 16 },
	{ SZ_4K, 16 },
	{ SZ_64K, 16, .zero = true },
	{ SZ_1M, 16 },
	{ SZ_4K, 256 },
	{ SZ_64K, 256 },
	{ SZ_1M, 256 },
	{ 64, 1, SZ_2M, SZ_1M },
	{ 64, 257, SZ_4K, SZ_1M },
	{ 64, 64, SZ_1M, 63 * SZ_1M, .zero = true },
};

#define LISTS		ARRAY_SIZE(lists)

/*
 * um is timed in batches of 100 us and more, so short that some are left alone by
 * what else runs on the machine, in passes that take so long together that it is
 * seen in all its moods.  One that was not left alone may be taken for long
 * enough, but cannot be the best.  Instructions are the same each time.
 */
#define PASSES		(IS_ENABLED(CONFIG_UML) ? 25 : 1)
#define BATCHES		(IS_ENABLED(CONFIG_UML) ? 12 : 2)
#define BATCH		(IS_ENABLED(CONFIG_UML) ? 100000 : 20000)

static u64 now(void)
{
#ifdef CONFIG_X86
	return get_cycles();
#else
	return ktime_get_ns();
#endif
}

static u64 batch(const struct way *way, enum direction dir,
		 const struct run *r, unsigned int times)
{
	unsigned long flags;
	u64 start, end;

	local_irq_save(flags);
	way->loop[dir](r, 1);
	start = now();
	way->loop[dir](r, times);
	end = now();
	local_irq_restore(flags);
	return end - start;
}

/* @best is in thousandths, for each of the ways. */
static void measure(const struct run *r, enum direction dir, u64 *best)
{
	unsigned int times[WAYS];
	int i, n;

	for (i = 0; i < WAYS; i++)
		times[i] = 1;
	for (n = 0; n < BATCHES; n++) {
		for (i = 0; i < WAYS; i++) {
			u64 cost;

			if (!ways[i].loop[dir])
				continue;
			while ((cost = batch(&ways[i], dir, r, times[i])) < BATCH)
				times[i] *= 2;
			best[i] = min(best[i], div_u64(1000 * cost, times[i]));
		}
	}
}

/* The entries lie one behind the other, and over again if the block is full. */
static void make_list(struct kunit *test, struct bench *b,
		      const struct list *list, struct run *r,
		      struct sg_table *table)
{
	size_t each = list->each ?: list->bytes / list->entries;
	size_t at = 0, left = list->bytes, skip = list->skip;
	struct scatterlist *sg;
	int i;

	KUNIT_ASSERT_EQ(test, 0, sg_alloc_table(table, list->entries, GFP_KERNEL));
	r->sgl = table->sgl;
	r->nents = list->entries;
	r->buf = b->buf;
	r->len = list->bytes;
	r->skip = list->skip;
	r->pieces = 0;

	for_each_sg(table->sgl, sg, list->entries, i) {
		size_t offset = at % BLOCK_BYTES;
		size_t end = offset + each;
		size_t jump = min(skip, each);
		size_t len;

		sg_set_page(sg, b->block + offset / PAGE_SIZE, each,
			    offset_in_page(offset));
		at += each;
		skip -= jump;
		for (offset += jump; left && offset < end; offset += len) {
			len = min(left, end - offset);
			/* Not even the limit goes beyond a page of highmem. */
			if (PageHighMem(b->block))
				len = min_t(size_t, len, PAGE_SIZE - offset_in_page(offset));
			r->piece[r->pieces].addr = b->mem + offset;
			r->piece[r->pieces++].len = len;
			left -= len;
		}
	}
	KUNIT_ASSERT_EQ(test, left, 0);
}

static void check_clock(struct kunit *test)
{
#ifdef CONFIG_X86
	unsigned long flags;
	u64 cost;

	local_irq_save(flags);
	cost = get_cycles();
	asm volatile(".rept 1000\n\tnop\n\t.endr");
	cost = get_cycles() - cost;
	local_irq_restore(flags);
	KUNIT_ASSERT_TRUE_MSG(test, cost >= 1000 && cost < 1020,
			      "the TSC counts %llu for 1000 instructions: is this QEMU with -icount shift=0?",
			      cost);
#endif
}

static void test_speed(struct kunit *test)
{
	struct bench *b = test->priv;
	u64 (*best)[3][WAYS] = vmalloc(sizeof(*best) * LISTS);
	struct run r;
	int pass, i, dir, way;

	KUNIT_ASSERT_NOT_NULL(test, best);
	memset(best, -1, sizeof(*best) * LISTS);
	r.piece = vmalloc(sizeof(*r.piece) * (BLOCK_BYTES / PAGE_SIZE));
	KUNIT_ASSERT_NOT_NULL(test, r.piece);

	check_clock(test);
	for (pass = 0; pass < PASSES; pass++) {
		for (i = 0; i < LISTS; i++) {
			struct sg_table table;

			make_list(test, b, &lists[i], &r, &table);
			for (dir = TO_BUFFER; dir <= ZERO; dir++) {
				if (dir < ZERO || lists[i].zero)
					measure(&r, dir, best[i][dir]);
				cond_resched();
			}
			sg_free_table(&table);
		}
	}

	for (i = 0; i < LISTS; i++)
		for (dir = TO_BUFFER; dir <= ZERO; dir++)
			for (way = 0; way < WAYS; way++) {
				u32 rest;
				u64 cost = div_u64_rem(best[i][dir][way], 1000, &rest);

				if (best[i][dir][way] != U64_MAX)
					pr_info("bench: %s %zu %zu %zu %s %llu.%03u\n",
						directions[dir], lists[i].bytes,
						lists[i].entries, lists[i].skip,
						ways[way].name, cost, rest);
			}
	vfree(r.piece);
	vfree(best);
}

/*
 * Cold memory: entries all over @region, in lists of @COLD_LIST, which are copied to a
 * buffer one after the other.
 */
#define COLD_REGION	((size_t)SZ_512M)
#define COLD_ENTRIES	SZ_1M
#define COLD_LIST	256
#define COLD_ORDER	MAX_PAGE_ORDER
#define COLD_BLOCK	(PAGE_SIZE << COLD_ORDER)

#ifdef CONFIG_UML
LOOP(p2p_to, p2p_sg_pcopy_to_buffer(sgl, nents, buf, len, skip))

/* Nanoseconds for an entry, in thousandths. */
static u64 cold(void (*loop)(const struct run *, unsigned int), struct scatterlist *sg,
		unsigned int entries, unsigned int each, void *buf)
{
	struct run r = { .nents = COLD_LIST, .buf = buf, .len = COLD_LIST * each };
	u64 start = ktime_get_ns();
	unsigned int i;

	for (i = 0; i < entries; i += COLD_LIST) {
		r.sgl = sg + i;
		loop(&r, 1);
	}
	return div_u64(1000 * (ktime_get_ns() - start), entries);
}
#endif

static void test_cold(struct kunit *test)
{
#ifdef CONFIG_UML
	static const unsigned int sizes[] = { 16, 64, 512, SZ_4K };
	static const struct {
		const char *direction, *name;
		void (*loop)(const struct run *r, unsigned int times);
		bool key;
	} cold_ways[] = {
		{ "cold", "new", loop_p2p_to },
		{ "cold", "pristine", loop_old_to },
		{ "cold", "crypto", loop_crypto_to },
		{ "cold", "hand", loop_hand_to },
		{ "cold+key", "new", loop_p2p_to, true },
		{ "cold+key", "pristine", loop_old_to, true },
	};
	struct bench *b = test->priv;
	struct page **block = kunit_kcalloc(test, COLD_REGION / COLD_BLOCK, sizeof(*block), GFP_KERNEL);
	struct scatterlist *sg = vmalloc(sizeof(*sg) * COLD_ENTRIES);
	u64 best[ARRAY_SIZE(sizes)][ARRAY_SIZE(cold_ways)];
	struct rnd_state rnd;
	unsigned int i, j, way, pass;

	KUNIT_ASSERT_NOT_NULL(test, block);
	KUNIT_ASSERT_NOT_NULL(test, sg);
	for (i = 0; i < COLD_REGION / COLD_BLOCK; i++) {
		block[i] = alloc_pages(GFP_KERNEL | __GFP_ZERO, COLD_ORDER);
		KUNIT_ASSERT_NOT_NULL(test, block[i]);
	}
	memset(best, -1, sizeof(best));
	prandom_seed_state(&rnd, 2);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		unsigned int align = max(sizes[i], 64);
		unsigned int entries = min(COLD_ENTRIES, SZ_64M / sizes[i]);

		for (j = 0; j < entries; j++) {
			size_t at = (size_t)below(&rnd, COLD_REGION / align) * align;

			if (j % COLD_LIST == 0)
				sg_init_table(sg + j, COLD_LIST);
			sg_set_page(sg + j, block[at / COLD_BLOCK] + at % COLD_BLOCK / PAGE_SIZE,
				    sizes[i], offset_in_page(at));
		}
		for (pass = 0; pass < 7; pass++) {
			for (way = 0; way < ARRAY_SIZE(cold_ways); way++) {
				if (cold_ways[way].key)
					static_branch_enable(&pgmap_no_ram_key);
				best[i][way] = min(best[i][way],
						   cold(cold_ways[way].loop, sg, entries,
							sizes[i], b->buf));
				static_branch_disable(&pgmap_no_ram_key);
				cond_resched();
			}
		}
	}
	for (i = 0; i < COLD_REGION / COLD_BLOCK; i++)
		__free_pages(block[i], COLD_ORDER);
	vfree(sg);

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		for (way = 0; way < ARRAY_SIZE(cold_ways); way++) {
			u32 part;
			u64 cost = div_u64_rem(best[i][way], 1000, &part);

			pr_info("bench: %s %u %u 0 %s %llu.%03u\n", cold_ways[way].direction,
				sizes[i], COLD_LIST, cold_ways[way].name, cost, part);
		}
	}
#else
	kunit_skip(test, "only time shows what is cold");
#endif
}

#if defined(CONFIG_X86_64) && defined(CONFIG_HAVE_HW_BREAKPOINT)
static void count_access(struct perf_event *event, struct perf_sample_data *data,
			 struct pt_regs *regs)
{
	(*(int *)event->overflow_handler_context)++;
}

/* How often struct page is accessed by copies to and from it, short and long. */
static int page_accesses(struct kunit *test, struct bench *b)
{
	struct perf_event * __percpu *watch[2];
	struct perf_event_attr attr;
	struct scatterlist sg[2];
	int i, accesses = 0;

	hw_breakpoint_init(&attr);
	attr.bp_len = HW_BREAKPOINT_LEN_8;
	attr.bp_type = HW_BREAKPOINT_RW;
	sg_init_table(sg, 2);
	sg_set_page(&sg[0], b->block, 100, 10);
	sg_set_page(&sg[1], b->block, 2 * PAGE_SIZE, 10);
	for (i = 0; i < ARRAY_SIZE(watch); i++) {
		attr.bp_addr = (unsigned long)b->block + 8 * i;
		watch[i] = register_wide_hw_breakpoint(&attr, count_access, &accesses);
		KUNIT_ASSERT_FALSE(test, IS_ERR_PCPU(watch[i]));
	}
	sg_copy_to_buffer(sg, 2, b->buf, 50);
	sg_copy_to_buffer(sg, 2, b->buf, PAGE_SIZE);
	sg_copy_from_buffer(sg, 2, b->buf, 50);
	sg_copy_from_buffer(sg, 2, b->buf, PAGE_SIZE);
	sg_zero_buffer(sg, 2, PAGE_SIZE, 0);
	for (i = 0; i < ARRAY_SIZE(watch); i++)
		unregister_wide_hw_breakpoint(watch[i]);
	return accesses;
}
#endif

/*
 * As long as there is no memory but RAM a copy has nothing to learn from struct page.
 */
static void test_page_not_read(struct kunit *test)
{
#if defined(CONFIG_X86_64) && defined(CONFIG_HAVE_HW_BREAKPOINT)
	KUNIT_ASSERT_TRUE(test, IS_ENABLED(CONFIG_PCI_P2PDMA) && IS_ENABLED(CONFIG_DEVICE_PRIVATE));
	KUNIT_EXPECT_EQ(test, page_accesses(test, test->priv), 0);
	static_branch_enable(&pgmap_no_ram_key);
	KUNIT_EXPECT_GE(test, page_accesses(test, test->priv), 5);
	static_branch_disable(&pgmap_no_ram_key);
#else
	kunit_skip(test, "needs x86_64 and its watchpoints");
#endif
}

/* Where there is highmem it is what is measured. */
static void test_highmem(struct kunit *test)
{
	struct bench *b = test->priv;

	if (!IS_ENABLED(CONFIG_HIGHMEM))
		kunit_skip(test, "no highmem in this configuration");
	KUNIT_EXPECT_TRUE(test, PageHighMem(b->block));
	KUNIT_EXPECT_TRUE(test, PageHighMem(b->block + BLOCK_BYTES / PAGE_SIZE - 1));
}

static int bench_init(struct kunit *test)
{
	struct bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	struct page **pages;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, b);
	test->priv = b;
	b->block = alloc_pages(GFP_HIGHUSER, BLOCK_ORDER);
	b->buf = (void *)__get_free_pages(GFP_KERNEL, get_order(BUFFER_BYTES));
	pages = vmalloc(sizeof(*pages) * (BLOCK_BYTES / PAGE_SIZE));
	if (b->block && b->buf && pages) {
		for (i = 0; i < BLOCK_BYTES / PAGE_SIZE; i++)
			pages[i] = b->block + i;
		/* Where there is an address, it is the one to compare with. */
		b->mem = PageHighMem(b->block) ?
			vmap(pages, i, VM_MAP, PAGE_KERNEL) :
			page_address(b->block);
	}
	vfree(pages);
	KUNIT_ASSERT_NOT_NULL(test, b->mem);
	memset(b->mem, 1, BLOCK_BYTES);
	memset(b->buf, 2, BUFFER_BYTES);
	return 0;
}

static void bench_exit(struct kunit *test)
{
	struct bench *b = test->priv;

	if (!b)
		return;
	if (b->mem && PageHighMem(b->block))
		vunmap(b->mem);
	if (b->block)
		__free_pages(b->block, BLOCK_ORDER);
	free_pages((unsigned long)b->buf, get_order(BUFFER_BYTES));
}

static struct kunit_case bench_cases[] = {
	KUNIT_CASE(test_highmem),
	KUNIT_CASE(test_same),
	KUNIT_CASE(test_page_not_read),
	KUNIT_CASE(test_speed),
	KUNIT_CASE(test_cold),
	{}
};

static struct kunit_suite bench_suite = {
	.name = "sg_map_bench",
	.init = bench_init,
	.exit = bench_exit,
	.test_cases = bench_cases,
};
kunit_test_suite(bench_suite);

MODULE_DESCRIPTION("Compare ways to copy from and to scatterlists");
MODULE_LICENSE("GPL");
