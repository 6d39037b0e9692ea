// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit tests for sg_kmap_local(), sg_map(), sg_copy_buffer() and relatives
 *
 *	tools/testing/kunit/kunit.py run --kunitconfig=lib/sg_map.kunitconfig
 *
 * What can only go wrong with highmem is skipped without it.  With it:
 *
 *	--arch=i386 --kconfig_add=CONFIG_HIGHMEM4G=y --qemu_args="-m 2G"
 *
 * The data lies in a few blocks of pages, highmem where there is any.  A flat
 * buffer holds what the blocks must hold.  All bytes are pseudo-random, so one
 * read from or written to a wrong place shows.
 */
#ifdef kunit_run_irq_test
#include <kunit/run-in-irq-context.h>
#endif
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/io.h>
#include <linux/memremap.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/pci-p2pdma.h>
#include <linux/prandom.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#define NR_BLOCKS	6
#define BLOCK_ORDER	3
#define BLOCK_PAGES	BIT(BLOCK_ORDER)
#define BLOCK_BYTES	(PAGE_SIZE << BLOCK_ORDER)
#define FLAT_SIZE	(NR_BLOCKS * BLOCK_BYTES)
#define BUF_SIZE	(FLAT_SIZE + PAGE_SIZE)
#define GUARD		32
#define NR_MAPPERS	8

struct sg_map_test {
	struct page *block[NR_BLOCKS];
	bool highmem;
	u8 *flat, *data, *buf;
	struct rnd_state rnd;
	struct scatterlist head[NR_BLOCKS + 1], tail[NR_BLOCKS];
	struct dev_pagemap *pgmap;
	struct resource *res;
	struct pci_dev *pdev;
	void *p2pmem;
	void __iomem *bar;
};

/* The ways to map.  sg_kmap_local() has no flags. */
struct kind {
	const char *name;
	int flags;
};

static const struct kind kinds[] = {
	{ "sg_kmap_local", 0 },
	{ "SG_KMAP_LOCAL", SG_KMAP_LOCAL },
	{ "SG_KMAP_ATOMIC", SG_KMAP_ATOMIC },
	{ "SG_KMAP", SG_KMAP },
};

static void kind_name(const struct kind *kind, char *desc)
{
	strscpy(desc, kind->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(kinds, kinds, kind_name);

static void need_highmem(struct kunit *test)
{
	struct sg_map_test *t = test->priv;

	if (!t->highmem)
		kunit_skip(test, "needs highmem");
}

static void *try_map(const struct kind *kind, struct scatterlist *sg, size_t offset)
{
	if (!kind->flags)
		return sg_kmap_local(sg, offset);
	return sg_map(sg, offset, kind->flags);
}

static void *map(struct kunit *test, const struct kind *kind, struct scatterlist *sg, size_t offset)
{
	void *addr = try_map(kind, sg, offset);

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR_OR_NULL(addr), "%s: %pe", kind->name, addr);
	return addr;
}

static void unmap(const struct kind *kind, struct scatterlist *sg, const void *addr, size_t offset)
{
	if (!kind->flags)
		kunmap_local(addr);
	else
		sg_unmap(sg, addr, offset, kind->flags);
}

/* sg_map() must fail with @err. */
static void expect_refusal(struct kunit *test, struct scatterlist *sg, int flags, int err)
{
	void *addr = sg_map(sg, 0, flags);

	if (!IS_ERR(addr))
		sg_unmap(sg, addr, 0, flags);
	KUNIT_EXPECT_EQ_MSG(test, PTR_ERR_OR_ZERO(addr), err, "flags %#x", flags);
}

/* What a mapping may change in the context of its user. */
struct context {
	int preempt, pagefault, migration, slots;
};

static struct context context(void)
{
	return (struct context) {
		.preempt = preempt_count(),
		.pagefault = current->pagefault_disabled,
#ifdef CONFIG_SMP
		.migration = current->migration_disabled,
#endif
#ifdef CONFIG_KMAP_LOCAL
		.slots = current->kmap_ctrl.idx,
#endif
	};
}

static void expect_context(struct kunit *test, struct context want)
{
	struct context have = context();

	KUNIT_EXPECT_EQ(test, have.preempt, want.preempt);
	KUNIT_EXPECT_EQ(test, have.pagefault, want.pagefault);
	KUNIT_EXPECT_EQ(test, have.migration, want.migration);
	KUNIT_EXPECT_EQ(test, have.slots, want.slots);
}

static u32 random(struct sg_map_test *t, u32 below)
{
	return prandom_u32_state(&t->rnd) % below;
}

/* Entry @i, in block @i. */
static void set_entry(struct sg_map_test *t, struct scatterlist *sg, int i,
		      unsigned int offset, unsigned int length)
{
	sg_set_page(sg, t->block[i], length, offset);
}

/* What the data of the entry in block @i must be. */
static u8 *flat(struct sg_map_test *t, struct scatterlist *sg, int i)
{
	return t->flat + i * BLOCK_BYTES + sg->offset;
}

/*
 * What one mapping at @offset covers.  Written down once more since a length that
 * is too long for the mapping must not be tried.
 */
static size_t covered(struct scatterlist *sg, size_t offset)
{
	size_t left = sg->length - offset;
	bool pagewise = IS_ENABLED(CONFIG_HIGHMEM) ||
			IS_ENABLED(CONFIG_DEBUG_KMAP_LOCAL_FORCE_MAP) ||
			IS_ENABLED(CONFIG_KASAN_SW_TAGS) || IS_ENABLED(CONFIG_KASAN_HW_TAGS);

#ifdef ARCH_HAS_FLUSH_ON_KUNMAP
	pagewise = true;
#endif
	return pagewise ? min_t(size_t, left, PAGE_SIZE - (sg->offset + offset) % PAGE_SIZE) : left;
}

static size_t first_difference(const u8 *a, const u8 *b, size_t len)
{
	size_t i;

	for (i = 0; i < len && a[i] == b[i]; i++)
		;
	return i;
}

/*
 * Map once, and compare each byte that the mapping covers.  Any address inside it
 * will do to undo it.
 */
static void expect_read(struct kunit *test, const struct kind *kind,
			struct scatterlist *sg, int block, size_t offset)
{
	struct sg_map_test *t = test->priv;
	size_t len = sg_map_len(sg, offset), same;
	struct context before = context();
	const u8 *addr;

	KUNIT_ASSERT_EQ(test, len, covered(sg, offset));
	addr = map(test, kind, sg, offset);
	same = first_difference(addr, flat(t, sg, block) + offset, len);
	unmap(kind, sg, addr + random(t, 3) * (len - 1) / 2, offset);

	KUNIT_EXPECT_EQ_MSG(test, same, len,
			    "sg->offset %u length %u offset %zu: wrong byte %zu",
			    sg->offset, sg->length, offset, same);
	expect_context(test, before);
}

/* Map as often as it takes, and give the @len bytes at @offset new values. */
static void write(struct kunit *test, const struct kind *kind,
		  struct scatterlist *sg, int block, size_t offset, size_t len)
{
	struct sg_map_test *t = test->priv;
	struct context before = context();

	while (len) {
		size_t n = min(len, sg_map_len(sg, offset));
		u8 *want = flat(t, sg, block) + offset;
		u8 *addr;

		KUNIT_ASSERT_GT(test, n, 0);
		KUNIT_ASSERT_LE(test, n, covered(sg, offset));
		prandom_bytes_state(&t->rnd, want, n);

		addr = map(test, kind, sg, offset);
		memcpy(addr, want, n);
		unmap(kind, sg, addr, offset);

		offset += n;
		len -= n;
	}
	expect_context(test, before);
}

/* Compare all pages, mapped by hand, with the flat buffer. */
static void expect_blocks(struct kunit *test, const char *what)
{
	struct sg_map_test *t = test->priv;
	int i, j;

	for (i = 0; i < NR_BLOCKS; i++) {
		for (j = 0; j < BLOCK_PAGES; j++) {
			u8 *addr = kmap_local_page(t->block[i] + j);
			size_t same = first_difference(addr, t->flat + i * BLOCK_BYTES +
						       j * PAGE_SIZE, PAGE_SIZE);

			kunmap_local(addr);
			KUNIT_ASSERT_EQ_MSG(test, same, PAGE_SIZE,
					    "%s: wrong byte %zu in page %d of block %d",
					    what, same, j, i);
		}
	}
}

static const unsigned int sg_offsets[] = {
	0, 1, 511, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 17,
	2 * PAGE_SIZE + 1, 3 * PAGE_SIZE - 1,
};

static const unsigned int lengths[] = {
	1, 2, 333, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 1,
	2 * PAGE_SIZE, 4 * PAGE_SIZE + 123, 5 * PAGE_SIZE,
};

static const unsigned int offsets[] = {
	0, 1, 100, 332, PAGE_SIZE - 2, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 1,
	2 * PAGE_SIZE - 17, 3 * PAGE_SIZE, 4 * PAGE_SIZE + 122, 5 * PAGE_SIZE - 1,
};

/* The @n'th of all entries that these make, in block 0. */
static bool set_nth(struct sg_map_test *t, struct scatterlist *sg, int n)
{
	int i = n / ARRAY_SIZE(lengths);

	if (i == ARRAY_SIZE(sg_offsets))
		return false;
	set_entry(t, sg, 0, sg_offsets[i], lengths[n % ARRAY_SIZE(lengths)]);
	return true;
}

/*
 * Whatever sg->offset, length and offset are, the address is that of the byte
 * asked for, and all bytes up to sg_map_len() are the right ones, which add up to
 * the length of the entry.  What is written lands there, and nowhere else.
 */
static void test_entries(struct kunit *test)
{
	const struct kind *kind = test->param_value;
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	size_t len, sum;
	int n, k;

	for (n = 0; set_nth(t, sg, n); n++) {
		for (k = 0; k < ARRAY_SIZE(offsets); k++) {
			if (offsets[k] >= sg->length)
				break;
			expect_read(test, kind, sg, 0, offsets[k]);
			write(test, kind, sg, 0, offsets[k], sg->length - offsets[k]);
		}
		if (n % 8 == 0)
			expect_blocks(test, kind->name);

		for (sum = 0; (len = sg_map_len(sg, sum)); sum += len)
			KUNIT_ASSERT_EQ(test, len, covered(sg, sum));
		KUNIT_EXPECT_EQ(test, sum, sg->length);
		KUNIT_EXPECT_EQ(test, sg_map_len(sg, sum + 1), 0);
		KUNIT_EXPECT_EQ(test, sg_map_len(sg, SIZE_MAX), 0);
	}
	expect_blocks(test, kind->name);
}

/* A list of random entries, one block each, chained at a random place. */
static struct scatterlist *random_list(struct sg_map_test *t)
{
	int nents = 1 + random(t, NR_BLOCKS);
	int split = 1 + random(t, nents);
	struct scatterlist *sg;
	int i;

	if (IS_ENABLED(CONFIG_ARCH_NO_SG_CHAIN))
		split = nents;

	if (split < nents) {
		sg_init_table(t->head, split + 1);
		sg_init_table(t->tail, nents - split);
		sg_chain(t->head, split + 1, t->tail);
	} else {
		sg_init_table(t->head, nents);
	}

	for_each_sg(t->head, sg, nents, i) {
		unsigned int offset = random(t, BLOCK_BYTES);
		unsigned int length = 1 + random(t, BLOCK_BYTES - offset);

		/* Short ones too, every second with an odd length. */
		if (random(t, 2))
			length = 1 + random(t, length) % 64;
		if (random(t, 2))
			length |= 1;
		set_entry(t, sg, i, offset, min_t(unsigned int, length, BLOCK_BYTES - offset));
	}
	return t->head;
}

/* The same two properties for random lists, chained ones among them. */
static void test_random_lists(struct kunit *test)
{
	const struct kind *kind = test->param_value;
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg;
	int round, i, j, chained = 0;

	for (round = 0; round < 100; round++) {
		for (sg = random_list(t), i = 0; sg; sg = sg_next(sg), i++) {
			chained += sg == t->tail;
			for (j = 0; j < 3; j++) {
				size_t offset = random(t, sg->length);

				write(test, kind, sg, i, offset,
				      1 + random(t, sg->length - offset));
				expect_read(test, kind, sg, i, random(t, sg->length));
			}
		}
		if (round % 10 == 0)
			expect_blocks(test, kind->name);
	}
	expect_blocks(test, kind->name);
	if (!IS_ENABLED(CONFIG_ARCH_NO_SG_CHAIN))
		KUNIT_EXPECT_GT(test, chained, 0);
}

/* With highmem the tests are about highmem: the mappings are not the direct map. */
static void test_highmem(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	unsigned long addr;
	int i;

	need_highmem(test);
	set_entry(t, sg, 0, PAGE_SIZE + 3, 2 * PAGE_SIZE);
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		addr = (unsigned long)map(test, &kinds[i], sg, PAGE_SIZE);
		unmap(&kinds[i], sg, (void *)addr, PAGE_SIZE);
		KUNIT_EXPECT_FALSE_MSG(test, addr >= PAGE_OFFSET &&
				       addr < (unsigned long)high_memory,
				       "%s", kinds[i].name);
	}
}

/*
 * The slots of kmap() are global and LAST_PKMAP in number.  A page keeps its address
 * until they run out, then all that are not in use are taken back.  So map, undo, use
 * up the slots with other pages, and see whether the page lost its address.
 */
static void test_no_kmap_leak(struct kunit *test)
{
#ifdef CONFIG_HIGHMEM
	const struct kind kind = { .name = "SG_KMAP", .flags = SG_KMAP };
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	int i, few = 0, lost = 0;
	size_t offset;
	void *pages;

	need_highmem(test);
	set_entry(t, sg, 0, PAGE_SIZE - 1, 2 * PAGE_SIZE);
	for (offset = 0; offset < sg->length; offset += PAGE_SIZE - 1)
		unmap(&kind, sg, map(test, &kind, sg, offset), offset);

	pages = vmalloc((LAST_PKMAP + 1) * PAGE_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, pages);
	for (i = 0; i <= LAST_PKMAP; i++) {
		struct page *page = vmalloc_to_page(pages + i * PAGE_SIZE);

		few += !PageHighMem(page);
		kmap(page);
		kunmap(page);
	}
	vfree(pages);
	if (few)
		kunit_skip(test, "too little highmem");
	for (i = 0; i < BLOCK_PAGES; i++)
		lost += !page_address(t->block[0] + i);
	KUNIT_EXPECT_EQ(test, lost, BLOCK_PAGES);
#else
	kunit_skip(test, "needs CONFIG_HIGHMEM");
#endif
}

/*
 * Page faults, and without PREEMPT_RT preemption, are off while an
 * SG_KMAP_ATOMIC mapping exists, and are left alone by all others.  Where
 * SG_MAP_MUST_NOT_FAIL has nothing to do, it does nothing.
 */
static void test_context(struct kunit *test)
{
	const struct kind *kind = test->param_value;
	const struct kind must = { kind->name, kind->flags | SG_MAP_MUST_NOT_FAIL };
	bool atomic = kind->flags == SG_KMAP_ATOMIC;
	bool counts = IS_ENABLED(CONFIG_PREEMPT_COUNT) && !IS_ENABLED(CONFIG_PREEMPT_RT);
	struct sg_map_test *t = test->priv;
	struct context before = context(), during;
	struct scatterlist *sg = t->head;
	void *addr;

	set_entry(t, sg, 0, 77, 2 * PAGE_SIZE);
	for (; kind; kind = kind->flags && kind != &must ? &must : NULL) {
		addr = map(test, kind, sg, PAGE_SIZE);
		during = context();
		unmap(kind, sg, addr, PAGE_SIZE);

		KUNIT_EXPECT_EQ(test, during.pagefault, before.pagefault + atomic);
		KUNIT_EXPECT_EQ(test, during.preempt, before.preempt + (atomic && counts));
		expect_context(test, before);
		expect_read(test, kind, sg, 0, PAGE_SIZE);
	}
}

/* What several do at once with the entry. */
struct mapper {
	struct work_struct work;
	struct sg_map_test *t;
	const struct kind *kind;
	const u8 *handed;
	atomic_t calls;
	int wrong;
};

/*
 * Read at an address that another has mapped; map, use and undo another mapping in
 * between, and maybe sleep; copy from the list.
 */
static bool map_and_copy(struct mapper *m, bool sleep)
{
	struct scatterlist *sg = m->t->head;
	size_t offset = atomic_inc_return(&m->calls) * 97 % (2 * PAGE_SIZE);
	const u8 *want = flat(m->t, sg, 0);
	u8 buf[64], *outer, *inner;
	bool good;

	outer = sg_kmap_local(sg, offset);
	inner = try_map(m->kind, sg, offset + PAGE_SIZE);
	if (sleep)
		schedule_timeout_uninterruptible(offset % 8 == 0);
	good = *inner == want[offset + PAGE_SIZE] && *m->handed == want[PAGE_SIZE];
	unmap(m->kind, sg, inner, offset + PAGE_SIZE);
	good = good && *outer == want[offset];
	kunmap_local(outer);

	return good && sg_pcopy_to_buffer(sg, 1, buf, sizeof(buf), offset) == sizeof(buf) &&
		!memcmp(buf, want + offset, sizeof(buf));
}

static void map_in_task(struct work_struct *work)
{
	struct mapper *m = container_of(work, struct mapper, work);
	int i;

	for (i = 0; i < 100; i++)
		m->wrong += !map_and_copy(m, m->kind->flags != SG_KMAP_ATOMIC);
}

static bool __maybe_unused map_in_interrupt(void *m)
{
	return map_and_copy(m, false);
}

/*
 * Several tasks use the same entry at once, and sleep unless a mapping is atomic.
 * Then a task, soft interrupts and interrupts do, one while another has mappings.
 * An SG_KMAP mapping is good in all of them.
 */
static void test_users(struct kunit *test)
{
	const struct kind handed = { .name = "SG_KMAP", .flags = SG_KMAP };
	struct mapper *m = kunit_kcalloc(test, NR_MAPPERS, sizeof(*m), GFP_KERNEL);
	struct workqueue_struct *wq;
	struct sg_map_test *t = test->priv;
	const u8 *addr;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, m);
	wq = alloc_workqueue("sg_map", WQ_UNBOUND, 0);
	KUNIT_ASSERT_NOT_NULL(test, wq);
	set_entry(t, t->head, 0, PAGE_SIZE - 30, 4 * PAGE_SIZE);
	addr = map(test, &handed, t->head, PAGE_SIZE);
	for (i = 0; i < NR_MAPPERS; i++) {
		m[i].t = t;
		m[i].kind = test->param_value;
		m[i].handed = addr;
		INIT_WORK(&m[i].work, map_in_task);
		queue_work(wq, &m[i].work);
	}
	destroy_workqueue(wq);
	for (i = 0; i < NR_MAPPERS; i++)
		KUNIT_EXPECT_EQ(test, m[i].wrong, 0);
#ifdef kunit_run_irq_test
	if (m[0].kind->flags != SG_KMAP)
		kunit_run_irq_test(test, map_in_interrupt, 2000, &m[0]);
#endif
	unmap(&handed, t->head, addr, PAGE_SIZE);
	expect_blocks(test, "users");
}

/* Flags that are not exactly one kind map nothing and undo nothing. */
static void test_bad_flags(struct kunit *test)
{
	static const int bad[] = {
		0, SG_KMAP | SG_KMAP_ATOMIC, SG_KMAP | SG_KMAP_LOCAL,
		SG_KMAP_ATOMIC | SG_KMAP_LOCAL, SG_KMAP | SG_KMAP_ATOMIC | SG_KMAP_LOCAL,
		1 << 4, SG_KMAP | 1 << 4, SG_KMAP_ATOMIC | 1 << 5, SG_KMAP_LOCAL | INT_MIN,
		~0 & ~SG_MAP_MUST_NOT_FAIL,
	};
	struct sg_map_test *t = test->priv;
	struct context before = context();
	struct scatterlist *sg = t->head;
	int i;

	set_entry(t, sg, 0, 0, PAGE_SIZE);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		int flags = bad[i];

		OPTIMIZER_HIDE_VAR(flags);	/* or it does not compile */
		expect_refusal(test, sg, flags, -EINVAL);
		expect_context(test, before);
		sg_unmap(sg, t->flat, 0, flags);
		expect_context(test, before);
	}
}

#ifdef kunit_warning_suppress
/*
 * @count is how often something warned that warns once a boot, and @warned whether it
 * has before.  Where WARN_ONCE() is a trap, KUnit counts each time.
 */
static void expect_once(struct kunit *test, int count, bool *warned)
{
#ifdef HAVE_ARCH_BUG_FORMAT_ARGS
	int least = 1, most = INT_MAX;
#else
	/* A module does not know whether it was loaded before. */
	int least = !*warned && !IS_MODULE(CONFIG_SG_MAP_KUNIT_TEST);
	int most = !*warned;
#endif
	if (!IS_ENABLED(CONFIG_BUG))
		least = 0;
	KUNIT_EXPECT_GE(test, count, least);
	KUNIT_EXPECT_LE(test, count, most);
	*warned = true;
}
#endif

/*
 * An entry without a page has nothing to map.  Where it cannot be obeyed,
 * SG_MAP_MUST_NOT_FAIL warns.  It does not bring the kernel down.
 */
static void test_no_page(struct kunit *test)
{
	static bool __maybe_unused flags_warned, page_warned;
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	int i, must = SG_MAP_MUST_NOT_FAIL;
	struct context before = context();

	OPTIMIZER_HIDE_VAR(must);
	sg_init_table(sg, 1);
	sg->length = PAGE_SIZE;
	KUNIT_EXPECT_FALSE(test, sg_is_iomem(sg));
	for (i = 1; i < ARRAY_SIZE(kinds); i++)
		expect_refusal(test, sg, kinds[i].flags, -EFAULT);
#ifdef kunit_warning_suppress
	kunit_warning_suppress(test) {
		for (i = 1; i < ARRAY_SIZE(kinds); i++)
			expect_refusal(test, sg, kinds[i].flags | must, -EFAULT);
		expect_once(test, KUNIT_SUPPRESSED_WARNING_COUNT(), &page_warned);
	}
	kunit_warning_suppress(test) {
		expect_refusal(test, sg, must, -EINVAL);
		expect_refusal(test, sg, SG_KMAP | SG_KMAP_LOCAL | must, -EINVAL);
		expect_once(test, KUNIT_SUPPRESSED_WARNING_COUNT(), &flags_warned);
	}
#endif
	expect_context(test, before);
}

/* CONFIG_DEBUG_SG notices an offset that is not inside the entry. */
static void test_past_end(struct kunit *test)
{
#ifdef kunit_warning_suppress
	const struct kind kind = { .name = "SG_KMAP", .flags = SG_KMAP };
	static bool local_warned, map_warned;
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	int i;

	if (!IS_ENABLED(CONFIG_DEBUG_SG))
		kunit_skip(test, "needs CONFIG_DEBUG_SG");
	set_entry(t, sg, 0, 1, 100);
	kunit_warning_suppress(test) {
		kunmap_local(sg_kmap_local(sg, 99));
		KUNIT_EXPECT_SUPPRESSED_WARNING_COUNT(test, 0);
		for (i = 0; i < 2; i++)
			kunmap_local(sg_kmap_local(sg, 100));
		expect_once(test, KUNIT_SUPPRESSED_WARNING_COUNT(), &local_warned);
	}
	kunit_warning_suppress(test) {
		for (i = 0; i < 2; i++)
			unmap(&kind, sg, map(test, &kind, sg, 100), 100);
		expect_once(test, KUNIT_SUPPRESSED_WARNING_COUNT(), &map_warned);
	}
#else
	kunit_skip(test, "needs kunit_warning_suppress()");
#endif
}

enum op { COPY_OUT, COPY_IN, ZERO };

static const char * const op_names[] = { "copy out", "copy in", "zero" };

static void op_name(const char * const *name, char *desc)
{
	strscpy(desc, *name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(ops, op_names, op_name);

static enum op op_param(struct kunit *test)
{
	return (const char * const *)test->param_value - op_names;
}

/* All the functions that people call. */
static size_t do_op(enum op op, struct scatterlist *sgl, unsigned int nents,
		    void *buf, size_t len, off_t skip)
{
	if (op == ZERO)
		return sg_zero_buffer(sgl, nents, len, skip);
	if (op == COPY_OUT)
		return skip ? sg_pcopy_to_buffer(sgl, nents, buf, len, skip) :
			      sg_copy_to_buffer(sgl, nents, buf, len);
	return skip ? sg_pcopy_from_buffer(sgl, nents, buf, len, skip) :
		      sg_copy_from_buffer(sgl, nents, buf, len);
}

/*
 * Put the data of the first @nents entries into @t->data, one behind the other, or
 * @back to where it is in the flat buffer.
 */
static size_t data_of(struct sg_map_test *t, struct scatterlist *sg, unsigned int nents, bool back)
{
	size_t len = 0;
	int i;

	for (i = 0; sg && i < nents; sg = sg_next(sg), i++) {
		if (back)
			memcpy(flat(t, sg, i), t->data + len, sg->length);
		else
			memcpy(t->data + len, flat(t, sg, i), sg->length);
		len += sg->length;
	}
	return len;
}

/*
 * After a copy, out or in, the buffer must have what the flat buffer has.  That
 * the list has it too is for expect_blocks() to see.  @want bytes must be done,
 * and not a byte around those may change.
 */
static void expect_op(struct kunit *test, enum op op, struct scatterlist *sgl,
		      unsigned int nents, size_t skip, size_t len, size_t want)
{
	struct sg_map_test *t = test->priv;
	u8 *buf = t->buf + BUF_SIZE - len;	/* vmalloc() has a guard page */
	struct context before = context();
	size_t done;

	memset(buf - GUARD, 0xa5, GUARD);
	if (op == COPY_IN)
		prandom_bytes_state(&t->rnd, buf, len);
	else
		memset(buf, 0x5a, len);
	data_of(t, sgl, nents, false);
	if (op == COPY_IN)
		memcpy(t->data + skip, buf, want);
	else if (op == ZERO)
		memset(t->data + skip, 0, want);
	data_of(t, sgl, nents, true);

	done = do_op(op, sgl, nents, buf, len, skip);

	expect_context(test, before);
	KUNIT_ASSERT_EQ_MSG(test, done, want, "%s: nents %u skip %zu len %zu",
			    op_names[op], nents, skip, len);
	KUNIT_ASSERT_NULL(test, memchr_inv(buf - GUARD, 0xa5, GUARD));
	if (op == ZERO)
		done = 0;
	KUNIT_ASSERT_EQ(test, first_difference(buf, t->data + skip, done), done);
	if (op != COPY_IN)
		KUNIT_ASSERT_NULL(test, memchr_inv(buf + done, 0x5a, len - done));
}

static void expect_copy(struct kunit *test, enum op op, struct scatterlist *sgl,
			unsigned int nents, size_t skip, size_t len)
{
	size_t total = data_of(test->priv, sgl, nents, false);

	expect_op(test, op, sgl, nents, skip, len, skip < total ? min(len, total - skip) : 0);
}

/* Parts of one entry, to its end, and more than it has. */
static void test_copy(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	enum op op = op_param(test);
	struct scatterlist *sg = t->head;
	int n, k;

	sg_init_table(sg, 1);
	for (n = 0; set_nth(t, sg, n); n++) {
		for (k = 0; k < ARRAY_SIZE(offsets); k++) {
			expect_copy(test, op, sg, 1, offsets[k], 0);
			expect_copy(test, op, sg, 1, offsets[k], 1);
			expect_copy(test, op, sg, 1, offsets[k], PAGE_SIZE - 1);
			expect_copy(test, op, sg, 1, offsets[k], sg->length);
		}
		if (n % 8 == 0)
			expect_blocks(test, op_names[op]);
	}
	expect_blocks(test, op_names[op]);
}

/*
 * Any part of any list, chained ones and empty entries among them, with nents
 * too small, right and too large.
 */
static void test_copy_random_lists(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	enum op op = op_param(test);
	struct scatterlist *sgl, *sg;
	int round, i;

	for (round = 0; round < 200; round++) {
		sgl = random_list(t);
		for (sg = sgl; sg; sg = sg_next(sg))
			if (!random(t, 4))
				sg->length = 0;

		for (i = 0; i < 5; i++) {
			size_t total = data_of(t, sgl, NR_BLOCKS, false);
			size_t skip = random(t, total + 1);
			size_t len = random(t, total - skip + 2);

			if (!random(t, 4))
				skip = 0;
			if (!random(t, 8))
				skip = total + random(t, 2);
			expect_copy(test, op, sgl, random(t, NR_BLOCKS + 2), skip, len);
			expect_copy(test, op, sgl, UINT_MAX, skip, len);
		}
		if (round % 10 == 0)
			expect_blocks(test, op_names[op]);
	}
	expect_blocks(test, op_names[op]);
}

/* No list, no entries, no bytes; all that is to be skipped, and what is no skip. */
static void test_copy_nothing(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	enum op op = op_param(test);

	set_entry(t, t->head, 0, 5, 100);
	expect_op(test, op, NULL, 0, 0, 0, 0);
	expect_op(test, op, NULL, 0, 1, 10, 0);
	expect_op(test, op, NULL, 3, 0, 10, 0);
	expect_op(test, op, t->head, 0, 0, 10, 0);
	expect_op(test, op, t->head, 1, 0, 0, 0);
	expect_op(test, op, t->head, 1, 100, 10, 0);
	expect_op(test, op, t->head, 1, LONG_MAX, 10, 0);
	expect_op(test, op, t->head, 1, -1, 10, 0);
	expect_op(test, op, t->head, 1, LONG_MIN, 10, 0);
	expect_blocks(test, op_names[op]);
}

/*
 * An entry without a page ends the copy.  It may be skipped, and it does not
 * matter if it is empty.
 */
static void test_copy_no_page(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	enum op op = op_param(test);
	struct scatterlist *sg = t->head;

	sg_init_table(sg, 4);
	set_entry(t, &sg[0], 0, PAGE_SIZE - 5, 100);
	set_entry(t, &sg[2], 2, PAGE_SIZE + 1, 100);
	set_entry(t, &sg[3], 3, 0, 100);

	/* sg[1] is empty. */
	expect_op(test, op, sg, 4, 0, 300, 300);

	sg[1].length = 50;
	expect_op(test, op, sg, 4, 0, 300, 100);
	expect_op(test, op, sg, 4, 99, 300, 1);
	expect_op(test, op, sg, 4, 100, 300, 0);
	expect_op(test, op, sg, 4, 149, 1, 0);
	expect_op(test, op, sg, 4, 150, 300, 200);
	expect_op(test, op, sg, 4, 0, 100, 100);
	expect_op(test, op, &sg[1], 1, 0, 50, 0);
	expect_blocks(test, op_names[op]);
}

/* An array of two entries without an end mark: what lies behind it is not looked at. */
static void test_copy_no_end(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	enum op op = op_param(test);
	struct scatterlist *sg = t->head;

	memset(sg, 0xff, sizeof(t->head));
	memset(sg, 0, 2 * sizeof(*sg));
	set_entry(t, &sg[0], 0, PAGE_SIZE - 5, 100);
	set_entry(t, &sg[1], 1, 1, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, do_op(op, sg, 2, t->buf, BUF_SIZE, 0), PAGE_SIZE + 100);
	KUNIT_EXPECT_EQ(test, do_op(op, sg, 2, t->buf, 10, PAGE_SIZE + 100), 0);
	KUNIT_EXPECT_EQ(test, do_op(op, sg, 1, t->buf, BUF_SIZE, 99), 1);
#ifdef CONFIG_64BIT
	KUNIT_EXPECT_EQ(test, do_op(op, sg, 2, t->buf, SZ_4G + 150, 0), PAGE_SIZE + 100);
#endif
}

/* The buffer may be the very memory of the list. */
static void test_copy_self(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	u8 *same = kunit_kmalloc(test, 2 * PAGE_SIZE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, same);
	memcpy(same, t->flat, 2 * PAGE_SIZE);
	sg_init_one(sg, same, 2 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, 2 * PAGE_SIZE - 9,
			sg_pcopy_to_buffer(sg, 1, same + 9, 2 * PAGE_SIZE - 9, 9));
	KUNIT_EXPECT_EQ(test, 2 * PAGE_SIZE, sg_copy_from_buffer(sg, 1, same, 2 * PAGE_SIZE));
	KUNIT_EXPECT_EQ(test, 0, memcmp(same, t->flat, 2 * PAGE_SIZE));
}

/* On some machines all that flush_dcache_page() does is to clear this. */
static unsigned long *clean_flag(struct page *page)
{
	return folio_flags(page_folio(page), 0);
}

/* Pages that were written to are flushed, no others. */
static void test_copy_flush(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	enum op op = op_param(test);
	struct scatterlist *sg = t->head;
	size_t skip, len;
	int round, i;

	if (!IS_ENABLED(CONFIG_ARM64) && !IS_ENABLED(CONFIG_PPC32) && !IS_ENABLED(CONFIG_RISCV))
		kunit_skip(test, "flush_dcache_page() leaves no trace here");

	sg_init_table(sg, 1);
	for (round = 0; round < 100; round++) {
		set_entry(t, sg, 0, random(t, 2 * PAGE_SIZE), 6 * PAGE_SIZE);
		skip = random(t, 2 * PAGE_SIZE);
		len = 1 + random(t, 3 * PAGE_SIZE);
		if (random(t, 2))	/* to the end of a page */
			len += -(sg->offset + skip + len) % PAGE_SIZE;
		for (i = 0; i < BLOCK_PAGES; i++)
			set_bit(PG_arch_1, clean_flag(t->block[0] + i));

		do_op(op, sg, 1, t->buf, len, skip);

		for (i = 0; i < BLOCK_PAGES; i++) {
			bool clean = test_and_clear_bit(PG_arch_1, clean_flag(t->block[0] + i));
			size_t first = sg->offset + skip;
			bool written = op != COPY_OUT &&
				       i >= first / PAGE_SIZE &&
				       i <= (first + len - 1) / PAGE_SIZE;

			KUNIT_ASSERT_EQ_MSG(test, clean, !written,
					    "page %d, %zu bytes at %zu", i, len, first);
		}
	}
}

struct pagemap {
	const char *name;
	enum memory_type type;
	int err;
};

static const struct pagemap pagemaps[] = {
	{ "peer-to-peer", MEMORY_DEVICE_PCI_P2PDMA, -EREMOTEIO },
	{ "generic", MEMORY_DEVICE_GENERIC, 0 },
	{ "fs-dax", MEMORY_DEVICE_FS_DAX, 0 },
#ifdef folio_free
	{ "private", MEMORY_DEVICE_PRIVATE, -EREMOTEIO },
	{ "coherent", MEMORY_DEVICE_COHERENT, 0 },
#endif
};

static void pagemap_name(const struct pagemap *pagemap, char *desc)
{
	strscpy(desc, pagemap->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(pagemaps, pagemaps, pagemap_name);

#ifdef folio_free
static void nothing_to_free(struct folio *folio)
{
}

static vm_fault_t nothing_to_migrate(struct vm_fault *vmf)
{
	return VM_FAULT_SIGBUS;
}

static const struct dev_pagemap_ops __maybe_unused pagemap_ops = {
	.folio_free = nothing_to_free,
	.migrate_to_ram = nothing_to_migrate,
};
#endif

/*
 * Of the memory of devices, what is RAM for the CPU is mapped, and the rest is
 * refused, or for SG_MAP_MUST_NOT_FAIL warned of.  The pages are those of a real
 * pagemap, over addresses where nothing is.
 */
static void test_pagemap(struct kunit *test)
{
#ifdef CONFIG_SG_MAP_KUNIT_DEVICE
	const unsigned long size = 1UL << PA_SECTION_SHIFT;
	const struct pagemap *pagemap = test->param_value;
	bool p2p = pagemap->type == MEMORY_DEVICE_PCI_P2PDMA;
	struct sg_map_test *t = test->priv;
	struct context before = context();
	struct scatterlist *sg = t->head;
	struct dev_pagemap *pgmap;
	struct kind kind;
	void *base, *addr;
	int i;

	pgmap = kunit_kzalloc(test, sizeof(*pgmap), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, pgmap);
	t->res = request_free_mem_region(&iomem_resource, size, "sg_map_kunit");
	KUNIT_ASSERT_FALSE(test, IS_ERR(t->res));
	pgmap->type = pagemap->type;
	pgmap->range.start = t->res->start;
	pgmap->range.end = t->res->end;
	pgmap->nr_range = 1;
	pgmap->owner = test;
#ifdef folio_free
	pgmap->ops = &pagemap_ops;
#endif
	base = memremap_pages(pgmap, NUMA_NO_NODE);
	KUNIT_ASSERT_FALSE(test, IS_ERR(base));
	t->pgmap = pgmap;

	sg_init_table(sg, 1);
	sg_set_page(sg, pfn_to_page(PHYS_PFN(t->res->start)), 3 * PAGE_SIZE, 17);
	KUNIT_EXPECT_EQ(test, sg_is_iomem(sg), p2p);
	for (i = 1; i < ARRAY_SIZE(kinds); i++) {
		if (pagemap->err) {
			expect_refusal(test, sg, kinds[i].flags, pagemap->err);
		} else {
			addr = map(test, &kinds[i], sg, PAGE_SIZE);
			unmap(&kinds[i], sg, addr, PAGE_SIZE);
			KUNIT_EXPECT_PTR_EQ(test, addr, base + 17 + PAGE_SIZE);
		}
		expect_context(test, before);
	}
	if (!pagemap->err)
		return;

	for (i = COPY_OUT; !p2p && i <= ZERO; i++)
		KUNIT_EXPECT_EQ(test, do_op(i, sg, 1, t->buf, 100, i), 0);

#ifdef kunit_warning_suppress
	kunit_warning_suppress(test) {
		static bool warned[ARRAY_SIZE(pagemaps)];

		for (i = 1; i < ARRAY_SIZE(kinds); i++) {
			kind = kinds[i];
			kind.flags |= SG_MAP_MUST_NOT_FAIL;
			addr = try_map(&kind, sg, PAGE_SIZE);
			if (!IS_ERR(addr))
				unmap(&kind, sg, addr, PAGE_SIZE);
			KUNIT_EXPECT_PTR_EQ(test, addr, p2p ? base + 17 + PAGE_SIZE :
					    ERR_PTR(pagemap->err));
		}
		expect_once(test, KUNIT_SUPPRESSED_WARNING_COUNT(), &warned[pagemap - pagemaps]);
	}
#endif
#else
	kunit_skip(test, "needs CONFIG_SG_MAP_KUNIT_DEVICE");
#endif
}

/*
 * The memory of a device.  Copies go to its BAR and come from there, also for
 * lists that have other memory too, wherever they start and end.
 */
static void test_p2pmem(struct kunit *test)
{
#ifdef CONFIG_SG_MAP_KUNIT_DEVICE
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	struct page *page;
	int bar, round, i;

	wait_for_device_probe();
	while (!t->p2pmem && (t->pdev = pci_get_class(PCI_CLASS_STORAGE_EXPRESS, t->pdev)))
		t->p2pmem = pci_alloc_p2pmem(t->pdev, BLOCK_BYTES);
	if (!t->p2pmem)
		kunit_skip(test, "needs an NVMe device with memory");

	page = virt_to_page(t->p2pmem);
	t->bar = ioremap(page_to_phys(page), BLOCK_BYTES);
	KUNIT_ASSERT_NOT_NULL(test, (void __force *)t->bar);

	/* In place of a block, the first and the second. */
	for (bar = 0; bar < 2; bar++) {
		memcpy_toio(t->bar, t->flat + bar * BLOCK_BYTES, BLOCK_BYTES);
		for (round = 0; round < 6; round++) {
			sg_init_table(sg, 3);
			for (i = 0; i < 3; i++)
				set_entry(t, &sg[i], i, random(t, PAGE_SIZE), 1 + random(t, 50));
			sg_set_page(&sg[bar], page, 1 + random(t, 2 * PAGE_SIZE),
				    random(t, BLOCK_BYTES - 2 * PAGE_SIZE));
			for (i = 0; i < 3; i++)
				KUNIT_ASSERT_EQ(test, sg_is_iomem(&sg[i]), i == bar);

			for (i = COPY_OUT; i <= ZERO; i++) {
				size_t start = bar ? sg[0].length : 0;

				expect_copy(test, i, sg, 3, random(t, 100),
					    random(t, sg[bar].length) + 100);
				expect_copy(test, i, sg, 3, start, 1 + random(t, 32));
				expect_copy(test, i, sg, 3, 0, BLOCK_BYTES);
			}
		}
		for (i = 0; i < BLOCK_PAGES; i++) {
			u8 *addr = kmap_local_page(t->block[bar] + i);

			memcpy_fromio(addr, t->bar + i * PAGE_SIZE, PAGE_SIZE);
			kunmap_local(addr);
		}
		expect_blocks(test, "copies");
	}

	/* Nothing is flushed that the cache never had. */
	sg_set_page(sg, page, 1, 0);
	set_bit(PG_arch_1, clean_flag(page));
	do_op(ZERO, sg, 1, NULL, 1, 0);
	KUNIT_EXPECT_TRUE(test, test_and_clear_bit(PG_arch_1, clean_flag(page)));
#else
	kunit_skip(test, "needs CONFIG_SG_MAP_KUNIT_DEVICE");
#endif
}

static int sg_map_test_init(struct kunit *test)
{
	struct sg_map_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	int i, j;

	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	t->highmem = true;
	prandom_seed_state(&t->rnd, 20170413);
	sg_init_table(t->head, ARRAY_SIZE(t->head));

	t->flat = vmalloc(2 * FLAT_SIZE + BUF_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, t->flat);
	t->data = t->flat + FLAT_SIZE;
	t->buf = t->data + FLAT_SIZE;
	prandom_bytes_state(&t->rnd, t->flat, FLAT_SIZE);

	for (i = 0; i < NR_BLOCKS; i++) {
		t->block[i] = alloc_pages(GFP_HIGHUSER, BLOCK_ORDER);
		KUNIT_ASSERT_NOT_NULL(test, t->block[i]);
		if (!PageHighMem(t->block[i]))
			t->highmem = false;
		for (j = 0; j < BLOCK_PAGES; j++)
			memcpy_to_page(t->block[i] + j, 0,
				       t->flat + i * BLOCK_BYTES + j * PAGE_SIZE, PAGE_SIZE);
	}
	return 0;
}

static void sg_map_test_exit(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	int i;

	if (!t)
		return;
#ifdef CONFIG_SG_MAP_KUNIT_DEVICE
	if (t->bar)
		iounmap(t->bar);
	if (t->p2pmem)
		pci_free_p2pmem(t->pdev, t->p2pmem, BLOCK_BYTES);
	pci_dev_put(t->pdev);
	if (t->pgmap)
		memunmap_pages(t->pgmap);
	if (!IS_ERR_OR_NULL(t->res))
		release_mem_region(t->res->start, resource_size(t->res));
#endif
	for (i = 0; i < NR_BLOCKS; i++)
		if (t->block[i])
			__free_pages(t->block[i], BLOCK_ORDER);
	vfree(t->flat);
}

static struct kunit_case sg_map_test_cases[] = {
	KUNIT_CASE(test_highmem),
	KUNIT_CASE_PARAM(test_entries, kinds_gen_params),
	KUNIT_CASE_PARAM(test_random_lists, kinds_gen_params),
	KUNIT_CASE(test_no_kmap_leak),
	KUNIT_CASE_PARAM(test_context, kinds_gen_params),
	KUNIT_CASE_PARAM(test_users, kinds_gen_params),
	KUNIT_CASE(test_bad_flags),
	KUNIT_CASE(test_no_page),
	KUNIT_CASE(test_past_end),
	KUNIT_CASE_PARAM(test_copy, ops_gen_params),
	KUNIT_CASE_PARAM(test_copy_random_lists, ops_gen_params),
	KUNIT_CASE_PARAM(test_copy_nothing, ops_gen_params),
	KUNIT_CASE_PARAM(test_copy_no_page, ops_gen_params),
	KUNIT_CASE_PARAM(test_copy_no_end, ops_gen_params),
	KUNIT_CASE(test_copy_self),
	KUNIT_CASE_PARAM(test_copy_flush, ops_gen_params),
	KUNIT_CASE_PARAM(test_pagemap, pagemaps_gen_params),
	KUNIT_CASE(test_p2pmem),
	{}
};

static struct kunit_suite sg_map_test_suite = {
	.name = "sg_map",
	.init = sg_map_test_init,
	.exit = sg_map_test_exit,
	.test_cases = sg_map_test_cases,
};

kunit_test_suite(sg_map_test_suite);

MODULE_DESCRIPTION("KUnit tests for mapping scatterlist entries");
MODULE_LICENSE("GPL");
