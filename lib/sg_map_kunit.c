// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit tests for sg_kmap_local(), sg_map(), sg_copy_buffer() and relatives
 *
 *	tools/testing/kunit/kunit.py run --kunitconfig=lib/sg_map.kunitconfig
 *
 * Only a kernel that maps page by page proves more than arithmetic:
 *
 *	--arch=i386 --kconfig_add=CONFIG_HIGHMEM4G=y --qemu_args="-m 2G"
 *
 * And only one with peer-to-peer memory shows that such memory is refused:
 *
 *	--arch=x86_64 --kconfig_add=CONFIG_PCI=y \
 *	--kconfig_add=CONFIG_MEMORY_HOTPLUG=y \
 *	--kconfig_add=CONFIG_MEMORY_HOTREMOVE=y \
 *	--kconfig_add=CONFIG_ZONE_DEVICE=y --kconfig_add=CONFIG_PCI_P2PDMA=y
 *
 * With CONFIG_BLK_DEV_NVME too, and an NVMe device that has memory, such
 * memory is used:
 *
 *	--qemu_args="-device nvme,serial=sg_map,cmb_size_mb=16"
 *
 * The data lies in a few blocks of pages, highmem where there is any.  A flat
 * buffer holds what the blocks must hold.  All bytes are pseudo-random, so one
 * read from or written to a wrong place shows.
 */
#include <kunit/test.h>
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/highmem.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/irq_work.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/pci-p2pdma.h>
#include <linux/prandom.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#define NR_BLOCKS	6
#define BLOCK_ORDER	3
#define BLOCK_PAGES	BIT(BLOCK_ORDER)
#define BLOCK_BYTES	(PAGE_SIZE << BLOCK_ORDER)
#define FLAT_SIZE	(NR_BLOCKS * BLOCK_BYTES)
#define BUF_SIZE	(FLAT_SIZE + PAGE_SIZE)
#define GUARD		32

struct sg_map_test {
	struct page *block[NR_BLOCKS];
	u8 *flat;
	u8 *buf;
	struct rnd_state rnd;
	struct scatterlist head[NR_BLOCKS + 1], tail[NR_BLOCKS];
	struct dev_pagemap *pgmap;
	struct resource *res;
	struct pci_dev *pdev;
	void *p2pmem;
	void __iomem *bar;
	struct device *dev;
};

/* The four ways to map.  sg_kmap_local() has no flags. */
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

static const struct kind sleeping_kinds[] = {
	{ "sg_kmap_local", 0 },
	{ "SG_KMAP_LOCAL", SG_KMAP_LOCAL },
	{ "SG_KMAP", SG_KMAP },
};

static const struct kind interrupt_kinds[] = {
	{ "sg_kmap_local", 0 },
	{ "SG_KMAP_LOCAL", SG_KMAP_LOCAL },
	{ "SG_KMAP_ATOMIC", SG_KMAP_ATOMIC },
};

static void kind_name(const struct kind *kind, char *desc)
{
	strscpy(desc, kind->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(kinds, kinds, kind_name);
KUNIT_ARRAY_PARAM(sleeping_kinds, sleeping_kinds, kind_name);
KUNIT_ARRAY_PARAM(interrupt_kinds, interrupt_kinds, kind_name);

static void *try_map(const struct kind *kind, struct scatterlist *sg,
		     size_t offset)
{
	if (!kind->flags)
		return sg_kmap_local(sg, offset);
	return sg_map(sg, offset, kind->flags);
}

static void *map(struct kunit *test, const struct kind *kind,
		 struct scatterlist *sg, size_t offset)
{
	void *addr = try_map(kind, sg, offset);

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR_OR_NULL(addr), "%s: %pe",
			       kind->name, addr);
	return addr;
}

static void unmap(const struct kind *kind, struct scatterlist *sg,
		  const void *addr, size_t offset)
{
	if (!kind->flags)
		kunmap_local(addr);
	else
		sg_unmap(sg, addr, offset, kind->flags);
}

/* sg_map() must fail with @err. */
static void expect_refusal(struct kunit *test, struct scatterlist *sg,
			   int flags, int err)
{
	void *addr = sg_map(sg, 0, flags);

	if (!IS_ERR(addr))
		sg_unmap(sg, addr, 0, flags);
	KUNIT_EXPECT_EQ_MSG(test, PTR_ERR_OR_ZERO(addr), err, "flags %#x",
			    flags);
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
 * What one mapping at @offset covers, by counting.  Written down once more
 * since a length that is too long for the mapping must not be tried.
 */
static size_t covered(struct scatterlist *sg, size_t offset)
{
	bool pagewise = IS_ENABLED(CONFIG_HIGHMEM) ||
			IS_ENABLED(CONFIG_DEBUG_KMAP_LOCAL_FORCE_MAP) ||
			IS_ENABLED(CONFIG_KASAN_SW_TAGS) ||
			IS_ENABLED(CONFIG_KASAN_HW_TAGS);
	size_t len = 0;

#ifdef ARCH_HAS_FLUSH_ON_KUNMAP
	pagewise = true;
#endif
	while (offset + len < sg->length) {
		len++;
		if (pagewise && (sg->offset + offset + len) % PAGE_SIZE == 0)
			break;
	}
	return len;
}

static size_t first_difference(const u8 *a, const u8 *b, size_t len)
{
	size_t i;

	for (i = 0; i < len && a[i] == b[i]; i++)
		;
	return i;
}

/* Map once, and compare each byte that the mapping covers. */
static void expect_read(struct kunit *test, const struct kind *kind,
			struct scatterlist *sg, int block, size_t offset)
{
	struct sg_map_test *t = test->priv;
	size_t len = sg_map_len(sg, offset), same;
	struct context before = context();
	const u8 *addr;

	KUNIT_ASSERT_EQ_MSG(test, len, covered(sg, offset),
			    "sg->offset %u length %u offset %zu",
			    sg->offset, sg->length, offset);

	addr = map(test, kind, sg, offset);
	same = first_difference(addr, flat(t, sg, block) + offset, len);
	unmap(kind, sg, addr, offset);

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
			size_t same = first_difference(addr, t->flat +
						       i * BLOCK_BYTES +
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

/*
 * Whatever sg->offset, length and offset are, the address is that of the byte
 * asked for, and all bytes up to sg_map_len() are the right ones.
 */
static void test_read(struct kunit *test)
{
	const struct kind *kind = test->param_value;
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	int i, j, k;

	for (i = 0; i < ARRAY_SIZE(sg_offsets); i++) {
		for (j = 0; j < ARRAY_SIZE(lengths); j++) {
			int block = (i + j) % NR_BLOCKS;

			set_entry(t, sg, block, sg_offsets[i], lengths[j]);
			for (k = 0; k < ARRAY_SIZE(offsets); k++)
				if (offsets[k] < sg->length)
					expect_read(test, kind, sg, block,
						    offsets[k]);
		}
	}
}

/*
 * What is written through mappings lands in the bytes of the entry asked for,
 * and in no others.
 */
static void test_write(struct kunit *test)
{
	const struct kind *kind = test->param_value;
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	int i, j, k;

	for (i = 0; i < ARRAY_SIZE(sg_offsets); i++) {
		for (j = 0; j < ARRAY_SIZE(lengths); j++) {
			int block = (i + j) % NR_BLOCKS;

			set_entry(t, sg, block, sg_offsets[i], lengths[j]);
			for (k = 0; k < ARRAY_SIZE(offsets); k++)
				if (offsets[k] < sg->length)
					write(test, kind, sg, block, offsets[k],
					      sg->length - offsets[k]);
		}
		expect_blocks(test, kind->name);
	}
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
		set_entry(t, sg, i, offset,
			  min_t(unsigned int, length, BLOCK_BYTES - offset));
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
				expect_read(test, kind, sg, i,
					    random(t, sg->length));
			}
		}
		if (round % 10 == 0)
			expect_blocks(test, kind->name);
	}
	expect_blocks(test, kind->name);
	if (!IS_ENABLED(CONFIG_ARCH_NO_SG_CHAIN))
		KUNIT_EXPECT_GT(test, chained, 0);
}

/*
 * sg_map_len() promises what one mapping covers, never more, never nothing
 * inside the entry; the promises for an entry add up to its length.
 */
static void test_map_len(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	size_t offset, len, sum;
	int i, j;

	for (i = 0; i < ARRAY_SIZE(sg_offsets); i++) {
		for (j = 0; j < ARRAY_SIZE(lengths); j++) {
			set_entry(t, sg, 0, sg_offsets[i], lengths[j]);

			for (offset = 0; offset < sg->length; offset += 7)
				KUNIT_ASSERT_EQ_MSG(test, sg_map_len(sg, offset),
						    covered(sg, offset),
						    "sg->offset %u length %u offset %zu",
						    sg->offset, sg->length, offset);

			sum = 0;
			while ((len = sg_map_len(sg, sum)))
				sum += len;
			KUNIT_EXPECT_EQ(test, sum, sg->length);

			KUNIT_EXPECT_EQ(test, sg_map_len(sg, sg->length + 1), 0);
			KUNIT_EXPECT_EQ(test, sg_map_len(sg, SIZE_MAX), 0);
		}
	}

	set_entry(t, sg, 0, 5, 0);
	KUNIT_EXPECT_EQ(test, sg_map_len(sg, 0), 0);
}

/*
 * On a highmem kernel the other tests are about highmem: the pages are, and
 * the mappings are not the direct map.
 */
static void test_highmem(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	unsigned long addr;
	bool direct;
	int i, j;

	if (!IS_ENABLED(CONFIG_HIGHMEM))
		kunit_skip(test, "needs CONFIG_HIGHMEM");

	for (i = 0; i < NR_BLOCKS; i++)
		for (j = 0; j < BLOCK_PAGES; j++)
			KUNIT_ASSERT_TRUE(test, PageHighMem(t->block[i] + j));

	set_entry(t, sg, 0, PAGE_SIZE + 3, 2 * PAGE_SIZE);
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		addr = (unsigned long)map(test, &kinds[i], sg, PAGE_SIZE);
		unmap(&kinds[i], sg, (void *)addr, PAGE_SIZE);
		direct = addr >= PAGE_OFFSET &&
			 addr < (unsigned long)high_memory;
		KUNIT_EXPECT_FALSE_MSG(test, direct, "%s", kinds[i].name);
	}
}

/*
 * Mappings nest, of one kind or mixed.  Undone in reverse order, each is good
 * until it is undone.
 */
static void test_nested(struct kunit *test)
{
	/* SG_KMAP may sleep, so it comes first and goes last. */
	static const struct kind nest[NR_BLOCKS] = {
		{ .flags = SG_KMAP },
		{ .flags = 0 },
		{ .flags = SG_KMAP_LOCAL },
		{ .flags = SG_KMAP_ATOMIC },
		{ .flags = 0 },
		{ .flags = SG_KMAP_ATOMIC | SG_MAP_MUST_NOT_FAIL },
	};
	struct sg_map_test *t = test->priv;
	struct context before = context();
	const size_t offset = PAGE_SIZE + 99;
	struct scatterlist *sg = t->head;
	int round, i, j, wrong = 0;
	u8 *addr[NR_BLOCKS];

	sg_init_table(sg, NR_BLOCKS);
	for (i = 0; i < NR_BLOCKS; i++)
		set_entry(t, &sg[i], i, 1000 * i, 3 * PAGE_SIZE);

	for (round = 0; round < 10; round++) {
		for (i = 0; i < NR_BLOCKS; i++) {
			addr[i] = try_map(&nest[i], &sg[i], offset);
			if (IS_ERR(addr[i]))
				break;
		}
		wrong += NR_BLOCKS - i;
		while (i--) {
			for (j = 0; j <= i; j++)
				wrong += *addr[j] != flat(t, &sg[j], j)[offset];
			unmap(&nest[i], &sg[i], addr[i], offset);
		}
	}

	KUNIT_EXPECT_EQ(test, wrong, 0);
	expect_context(test, before);
}

/* Any address inside the mapping will do to undo it. */
static void test_unmap_address(struct kunit *test)
{
	const struct kind *kind = test->param_value;
	struct sg_map_test *t = test->priv;
	struct context before = context();
	struct scatterlist *sg = t->head;
	int i, j, k;

	for (i = 0; i < ARRAY_SIZE(sg_offsets); i++) {
		set_entry(t, sg, 0, sg_offsets[i], 3 * PAGE_SIZE + 11);
		for (j = 0; j < ARRAY_SIZE(offsets); j++) {
			size_t len = sg_map_len(sg, offsets[j]);
			const size_t inside[] = { 0, len / 2, len - 1 };

			if (!len)
				continue;
			for (k = 0; k < ARRAY_SIZE(inside); k++) {
				const void *addr = map(test, kind, sg,
						       offsets[j]);

				unmap(kind, sg, addr + inside[k], offsets[j]);
				expect_context(test, before);
			}
		}
	}
}

/*
 * Nothing is left behind, however often one maps.  A task has 16 slots for
 * kmap_local.
 */
static void test_no_leak(struct kunit *test)
{
	const struct kind *kind = test->param_value;
	struct sg_map_test *t = test->priv;
	struct context before = context();
	struct scatterlist *sg = t->head;
	int i;

	for (i = 0; i < 5000; i++) {
		size_t offset = random(t, BLOCK_BYTES);

		set_entry(t, sg, i % NR_BLOCKS, 0, BLOCK_BYTES);
		unmap(kind, sg, map(test, kind, sg, offset), offset);
	}
	expect_context(test, before);
}

/*
 * The same for the slots of kmap(), which are global and LAST_PKMAP in number.
 * A page keeps its address until they run out, then all that are not in use
 * are taken back.  So map, undo, use up the slots with other pages, and see
 * whether the page lost its address.  Only then is it safe to use them up with
 * sg_map(), which would wait forever if there was a leak.
 */
static void test_no_kmap_leak(struct kunit *test)
{
#ifdef CONFIG_HIGHMEM
	const struct kind kind = { .name = "SG_KMAP", .flags = SG_KMAP };
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	int i, n, lost = 0;
	struct page **pages;
	size_t offset;

	set_entry(t, sg, 0, PAGE_SIZE - 1, 2 * PAGE_SIZE);
	for (offset = 0; offset < sg->length; offset += PAGE_SIZE - 1)
		unmap(&kind, sg, map(test, &kind, sg, offset), offset);

	pages = kvcalloc(LAST_PKMAP + 1, sizeof(*pages), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, pages);
	for (n = 0; n <= LAST_PKMAP; n++) {
		pages[n] = alloc_page(GFP_HIGHUSER);
		if (!pages[n] || !PageHighMem(pages[n]))
			break;
		kmap(pages[n]);
		kunmap(pages[n]);
	}
	for (i = 0; i < BLOCK_PAGES; i++)
		lost += !page_address(t->block[0] + i);

	for (i = 0; i < n && lost == BLOCK_PAGES; i++) {
		void *addr;

		sg_set_page(sg, pages[i], 1, PAGE_SIZE - 1);
		addr = try_map(&kind, sg, 0);
		if (IS_ERR(addr))
			break;
		unmap(&kind, sg, addr, 0);
	}

	for (i = 0; i <= LAST_PKMAP && pages[i]; i++)
		__free_page(pages[i]);
	kvfree(pages);
	KUNIT_ASSERT_EQ_MSG(test, n, LAST_PKMAP + 1, "too little highmem");
	KUNIT_EXPECT_EQ(test, lost, BLOCK_PAGES);
#else
	kunit_skip(test, "needs CONFIG_HIGHMEM");
#endif
}

/*
 * Page faults, and without PREEMPT_RT preemption, are off while an
 * SG_KMAP_ATOMIC mapping exists, and are left alone by all others.
 */
static void test_context(struct kunit *test)
{
	const struct kind *kind = test->param_value;
	struct sg_map_test *t = test->priv;
	struct context before = context(), during;
	struct scatterlist *sg = t->head;
	bool atomic = kind->flags == SG_KMAP_ATOMIC;
	bool counts = IS_ENABLED(CONFIG_PREEMPT_COUNT) &&
		      !IS_ENABLED(CONFIG_PREEMPT_RT);
	void *addr;

	set_entry(t, sg, 0, 77, 2 * PAGE_SIZE);
	addr = map(test, kind, sg, PAGE_SIZE);
	during = context();
	unmap(kind, sg, addr, PAGE_SIZE);

	KUNIT_EXPECT_EQ(test, during.pagefault, before.pagefault + atomic);
	KUNIT_EXPECT_EQ(test, during.preempt,
			before.preempt + (atomic && counts));
	expect_context(test, before);
}

struct reader {
	struct work_struct work;
	const u8 *addr;
	u8 byte;
};

static void read_byte(struct work_struct *work)
{
	struct reader *r = container_of(work, struct reader, work);

	r->byte = *r->addr;
}

/* Mappings that are not atomic are still good after their user slept. */
static void test_sleep(struct kunit *test)
{
	const struct kind *kind = test->param_value;
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	size_t len, same;
	u8 *addr;

	set_entry(t, sg, 0, 1, 2 * PAGE_SIZE);
	len = sg_map_len(sg, PAGE_SIZE);
	addr = map(test, kind, sg, PAGE_SIZE);
	schedule_timeout_uninterruptible(2);
	same = first_difference(addr, flat(t, sg, 0) + PAGE_SIZE, len);
	unmap(kind, sg, addr, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, same, len);
}

/* An SG_KMAP mapping can be handed to another context. */
static void test_kmap_handover(struct kunit *test)
{
	const struct kind kind = { .name = "SG_KMAP", .flags = SG_KMAP };
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	struct reader r = { .byte = 0 };

	set_entry(t, sg, 0, 1, 2 * PAGE_SIZE);
	r.addr = map(test, &kind, sg, PAGE_SIZE);
	INIT_WORK_ONSTACK(&r.work, read_byte);
	schedule_work(&r.work);
	flush_work(&r.work);
	destroy_work_on_stack(&r.work);
	unmap(&kind, sg, r.addr, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, r.byte, flat(t, sg, 0)[PAGE_SIZE]);
}

struct interrupt {
	struct irq_work work;
	const struct kind *kind;
	struct scatterlist *sg;
	bool in_hardirq;
	int err;
	u8 byte[3];
};

static void map_in_interrupt(struct irq_work *work)
{
	struct interrupt *irq = container_of(work, struct interrupt, work);
	u8 *outer = sg_kmap_local(irq->sg, PAGE_SIZE);
	u8 *inner = try_map(irq->kind, irq->sg, 2 * PAGE_SIZE);

	irq->in_hardirq = in_hardirq();
	irq->err = PTR_ERR_OR_ZERO(inner);
	irq->byte[0] = *outer;
	if (!irq->err) {
		irq->byte[1] = *inner;
		unmap(irq->kind, irq->sg, inner, 2 * PAGE_SIZE);
	}
	irq->byte[2] = *outer;
	kunmap_local(outer);
}

/* An interrupt may map while the task that it interrupts has a mapping. */
static void test_interrupt(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	struct interrupt irq = {
		.work = IRQ_WORK_INIT_HARD(map_in_interrupt),
		.kind = test->param_value,
		.sg = &sg[1],
	};
	u8 *addr, before, after;

	sg_init_table(sg, 2);
	set_entry(t, &sg[0], 0, 1, 4 * PAGE_SIZE);
	set_entry(t, &sg[1], 1, PAGE_SIZE - 1, 4 * PAGE_SIZE);

	addr = sg_kmap_local(&sg[0], 2 * PAGE_SIZE);
	before = *addr;
	irq_work_queue(&irq.work);
	irq_work_sync(&irq.work);
	after = *addr;
	kunmap_local(addr);

	KUNIT_EXPECT_TRUE(test, irq.in_hardirq);
	KUNIT_EXPECT_EQ(test, irq.err, 0);
	KUNIT_EXPECT_EQ(test, before, flat(t, &sg[0], 0)[2 * PAGE_SIZE]);
	KUNIT_EXPECT_EQ(test, after, before);
	KUNIT_EXPECT_EQ(test, irq.byte[0], flat(t, &sg[1], 1)[PAGE_SIZE]);
	KUNIT_EXPECT_EQ(test, irq.byte[1], flat(t, &sg[1], 1)[2 * PAGE_SIZE]);
	KUNIT_EXPECT_EQ(test, irq.byte[2], irq.byte[0]);
}

/* Flags that are not exactly one kind map nothing and undo nothing. */
static void test_bad_flags(struct kunit *test)
{
	static const int bad[] = {
		0,
		SG_KMAP | SG_KMAP_ATOMIC,
		SG_KMAP | SG_KMAP_LOCAL,
		SG_KMAP_ATOMIC | SG_KMAP_LOCAL,
		SG_KMAP | SG_KMAP_ATOMIC | SG_KMAP_LOCAL,
		1 << 4,
		SG_KMAP | 1 << 4,
		SG_KMAP_ATOMIC | 1 << 5,
		SG_KMAP_LOCAL | INT_MIN,
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

/* An entry without a page has nothing to map. */
static void test_no_page(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	struct context before = context();
	struct scatterlist *sg = t->head;
	int i;

	sg_init_table(sg, 1);
	sg->length = PAGE_SIZE;
	KUNIT_EXPECT_FALSE(test, sg_is_iomem(sg));
	for (i = 1; i < ARRAY_SIZE(kinds); i++) {
		expect_refusal(test, sg, kinds[i].flags, -EFAULT);
		expect_context(test, before);
	}
}

/* Where SG_MAP_MUST_NOT_FAIL has nothing to do, it does nothing. */
static void test_must_not_fail(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	struct context before = context();
	struct scatterlist *sg = t->head;
	struct kind kind = { .name = "SG_MAP_MUST_NOT_FAIL" };
	int i;

	set_entry(t, sg, 0, PAGE_SIZE - 1, 3 * PAGE_SIZE);
	for (i = 1; i < ARRAY_SIZE(kinds); i++) {
		kind.flags = kinds[i].flags | SG_MAP_MUST_NOT_FAIL;
		expect_read(test, &kind, sg, 0, PAGE_SIZE);
		expect_context(test, before);
	}
}

/*
 * Where it cannot be obeyed, SG_MAP_MUST_NOT_FAIL warns.  It does not bring
 * the kernel down.
 */
static void test_must_not_fail_warns(struct kunit *test)
{
#ifdef kunit_warning_suppress
	static bool warned;
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	int i, flags = SG_MAP_MUST_NOT_FAIL;
	struct context before;

	if (!IS_ENABLED(CONFIG_BUG) || warned)
		kunit_skip(test, "needs CONFIG_BUG, once each boot");
	warned = true;

	OPTIMIZER_HIDE_VAR(flags);
	sg_init_table(sg, 1);
	sg->length = PAGE_SIZE;

	kunit_warning_suppress(test) {
		before = context();
		expect_refusal(test, sg, SG_KMAP_LOCAL | flags, -EFAULT);
		KUNIT_EXPECT_SUPPRESSED_WARNING_COUNT(test, 1);
		for (i = 1; i < ARRAY_SIZE(kinds); i++)
			expect_refusal(test, sg, kinds[i].flags | flags, -EFAULT);
		expect_context(test, before);
	}
	kunit_warning_suppress(test) {
		expect_refusal(test, sg, flags, -EINVAL);
		KUNIT_EXPECT_SUPPRESSED_WARNING_COUNT(test, 1);
		expect_refusal(test, sg, SG_KMAP | SG_KMAP_LOCAL | flags, -EINVAL);
		expect_context(test, before);
	}
#else
	kunit_skip(test, "needs kunit_warning_suppress()");
#endif
}

/* Where byte @pos of the list's data is in the flat buffer, and @len of it. */
static u8 *flat_list(struct sg_map_test *t, struct scatterlist *sg, size_t pos,
		     size_t *len)
{
	int i;

	for (i = 0; pos >= sg->length; i++) {
		pos -= sg->length;
		sg = sg_next(sg);
	}
	*len = min(*len, sg->length - pos);
	return flat(t, sg, i) + pos;
}

static size_t list_length(struct scatterlist *sg, unsigned int nents)
{
	size_t len = 0;

	for (; sg && nents; sg = sg_next(sg), nents--)
		len += sg->length;
	return len;
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

static size_t do_op(enum op op, struct scatterlist *sgl, unsigned int nents,
		    void *buf, size_t len, off_t skip)
{
	if (op == ZERO)
		return sg_zero_buffer(sgl, nents, len, skip);
	return sg_copy_buffer(sgl, nents, buf, len, skip, op == COPY_OUT);
}

/* The flat buffer, after the same was done to it. */
static void do_op_flat(struct sg_map_test *t, enum op op,
		       struct scatterlist *sgl, const u8 *buf, size_t skip,
		       size_t len)
{
	size_t n;

	for (; op != COPY_OUT && len; len -= n, skip += n, buf += n) {
		u8 *data;

		n = len;
		data = flat_list(t, sgl, skip, &n);
		if (op == COPY_IN)
			memcpy(data, buf, n);
		else
			memset(data, 0, n);
	}
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
	size_t done, n, same;

	memset(buf - GUARD, 0xa5, GUARD);
	if (op == COPY_IN)
		prandom_bytes_state(&t->rnd, buf, len);
	else
		memset(buf, 0x5a, len);

	do_op_flat(t, op, sgl, buf, skip, want);
	done = do_op(op, sgl, nents, buf, len, skip);

	expect_context(test, before);
	KUNIT_ASSERT_EQ_MSG(test, done, want, "%s: nents %u skip %zu len %zu",
			    op_names[op], nents, skip, len);
	KUNIT_ASSERT_NULL(test, memchr_inv(buf - GUARD, 0xa5, GUARD));
	if (op == ZERO)
		done = 0;
	if (op != COPY_IN)
		KUNIT_ASSERT_NULL(test, memchr_inv(buf + done, 0x5a, len - done));

	for (; done; done -= n, skip += n, buf += n) {
		u8 *data;

		n = done;
		data = flat_list(t, sgl, skip, &n);
		same = first_difference(buf, data, n);
		KUNIT_ASSERT_EQ_MSG(test, same, n, "%s: wrong byte %zu",
				    op_names[op], skip + same);
	}
}

static void expect_copy(struct kunit *test, enum op op,
			struct scatterlist *sgl, unsigned int nents,
			size_t skip, size_t len)
{
	size_t total = list_length(sgl, nents);

	expect_op(test, op, sgl, nents, skip, len,
		  skip < total ? min(len, total - skip) : 0);
}

/* Parts of one entry, to its end, and more than it has. */
static void test_copy(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	enum op op = op_param(test);
	struct scatterlist *sg = t->head;
	int i, j, k;

	sg_init_table(sg, 1);
	for (i = 0; i < ARRAY_SIZE(sg_offsets); i++) {
		for (j = 0; j < ARRAY_SIZE(lengths); j++) {
			set_entry(t, sg, 0, sg_offsets[i], lengths[j]);
			for (k = 0; k < ARRAY_SIZE(offsets); k++) {
				expect_copy(test, op, sg, 1, offsets[k], 0);
				expect_copy(test, op, sg, 1, offsets[k], 1);
				expect_copy(test, op, sg, 1, offsets[k],
					    PAGE_SIZE - 1);
				expect_copy(test, op, sg, 1, offsets[k],
					    lengths[j]);
			}
		}
		expect_blocks(test, op_names[op]);
	}
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
			size_t total = list_length(sgl, NR_BLOCKS);
			size_t skip = random(t, total + 1);
			size_t len = random(t, total - skip + 2);

			if (!random(t, 4))
				skip = 0;
			if (!random(t, 8))
				skip = total + random(t, 2);
			expect_copy(test, op, sgl, random(t, NR_BLOCKS + 2),
				    skip, len);
			expect_copy(test, op, sgl, UINT_MAX, skip, len);
		}
		if (round % 10 == 0)
			expect_blocks(test, op_names[op]);
	}
	expect_blocks(test, op_names[op]);
}

/* No list, no entries, no bytes. */
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
	expect_blocks(test, op_names[op]);
}

/* The four functions that people call. */
static void test_copy_callers(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	u8 *data, *buf = t->buf;

	sg_init_table(sg, 2);
	set_entry(t, &sg[0], 0, PAGE_SIZE - 5, 10);
	set_entry(t, &sg[1], 1, 3, 100);
	data = flat(t, &sg[1], 1);

	KUNIT_EXPECT_EQ(test, sg_copy_to_buffer(sg, 2, buf, 50), 50);
	KUNIT_EXPECT_EQ(test, memcmp(buf, flat(t, &sg[0], 0), 10), 0);
	KUNIT_EXPECT_EQ(test, memcmp(buf + 10, data, 40), 0);
	KUNIT_EXPECT_EQ(test, sg_pcopy_to_buffer(sg, 2, buf, 90, 40), 70);
	KUNIT_EXPECT_EQ(test, memcmp(buf, data + 30, 70), 0);

	prandom_bytes_state(&t->rnd, buf, 100);
	memcpy(data + 20, buf, 80);
	KUNIT_EXPECT_EQ(test, sg_pcopy_from_buffer(sg, 2, buf, 100, 30), 80);
	memcpy(flat(t, &sg[0], 0), buf, 10);
	memcpy(data, buf + 10, 5);
	KUNIT_EXPECT_EQ(test, sg_copy_from_buffer(sg, 2, buf, 15), 15);
	expect_blocks(test, "callers");
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

struct copy_interrupt {
	struct irq_work work;
	struct scatterlist *sg;
	enum op op;
	void *buf;
	size_t done;
	bool in_hardirq;
};

static void copy_in_interrupt(struct irq_work *work)
{
	struct copy_interrupt *irq =
		container_of(work, struct copy_interrupt, work);

	irq->in_hardirq = in_hardirq();
	irq->done = do_op(irq->op, irq->sg, 1, irq->buf, PAGE_SIZE, 1);
}

/* An interrupt may copy, and whom it interrupts keeps its mapping. */
static void test_copy_interrupt(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	struct copy_interrupt irq = {
		.work = IRQ_WORK_INIT_HARD(copy_in_interrupt),
		.sg = &sg[1],
		.op = op_param(test),
		.buf = t->buf,
	};
	u8 *addr, *data, byte;

	sg_init_table(sg, 2);
	set_entry(t, &sg[0], 0, 1, PAGE_SIZE);
	set_entry(t, &sg[1], 1, PAGE_SIZE - 1, 4 * PAGE_SIZE);
	data = flat(t, &sg[1], 1) + 1;
	prandom_bytes_state(&t->rnd, t->buf, PAGE_SIZE);
	if (irq.op == COPY_IN)
		memcpy(data, t->buf, PAGE_SIZE);
	else if (irq.op == ZERO)
		memset(data, 0, PAGE_SIZE);

	addr = sg_kmap_local(&sg[0], 7);
	irq_work_queue(&irq.work);
	irq_work_sync(&irq.work);
	byte = *addr;
	kunmap_local(addr);

	KUNIT_EXPECT_TRUE(test, irq.in_hardirq);
	KUNIT_EXPECT_EQ(test, irq.done, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, byte, flat(t, &sg[0], 0)[7]);
	if (irq.op != ZERO)
		KUNIT_EXPECT_EQ(test, memcmp(t->buf, data, PAGE_SIZE), 0);
	expect_blocks(test, op_names[irq.op]);
}

/*
 * Pages that were written to are flushed, no others.  On these architectures
 * flush_dcache_page() only clears a flag that says the page is clean.
 */
static void test_copy_flush(struct kunit *test)
{
#if defined(CONFIG_ARM64) || defined(CONFIG_PPC32) || defined(CONFIG_RISCV)
	struct sg_map_test *t = test->priv;
	enum op op = op_param(test);
	struct scatterlist *sg = t->head;
	size_t skip, len;
	int round, i;

	sg_init_table(sg, 1);
	for (round = 0; round < 100; round++) {
		set_entry(t, sg, 0, random(t, 2 * PAGE_SIZE), 6 * PAGE_SIZE);
		skip = random(t, 2 * PAGE_SIZE);
		len = 1 + random(t, 3 * PAGE_SIZE);
		if (random(t, 2))	/* to the end of a page */
			len += -(sg->offset + skip + len) % PAGE_SIZE;
		for (i = 0; i < BLOCK_PAGES; i++)
			set_bit(PG_arch_1, folio_flags(page_folio(t->block[0] + i), 0));

		do_op(op, sg, 1, t->buf, len, skip);

		for (i = 0; i < BLOCK_PAGES; i++) {
			bool clean = test_and_clear_bit(PG_arch_1,
				folio_flags(page_folio(t->block[0] + i), 0));
			size_t first = sg->offset + skip;
			bool written = op != COPY_OUT &&
				       i >= first / PAGE_SIZE &&
				       i <= (first + len - 1) / PAGE_SIZE;

			KUNIT_ASSERT_EQ_MSG(test, clean, !written,
					    "page %d, %zu bytes at %zu", i, len,
					    first);
		}
	}
#else
	kunit_skip(test, "flush_dcache_page() leaves no trace here");
#endif
}

/*
 * The iterator ends at an entry without a page, and can be moved on.  It warns
 * once each boot.
 */
static void test_miter_no_page(struct kunit *test)
{
#ifdef kunit_warning_suppress
	static bool warned;
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	struct sg_mapping_iter miter;

	if (!IS_ENABLED(CONFIG_BUG) || warned)
		kunit_skip(test, "needs CONFIG_BUG, once each boot");
	warned = true;

	sg_init_table(sg, 4);
	set_entry(t, &sg[1], 1, 1, 10);
	sg[2].length = 50;
	set_entry(t, &sg[3], 3, 2, 20);

	kunit_warning_suppress(test) {
		sg_miter_start(&miter, sg, 4, SG_MITER_FROM_SG);
		KUNIT_EXPECT_TRUE(test, sg_miter_next(&miter));
		KUNIT_EXPECT_EQ(test, miter.length, 10);
		KUNIT_EXPECT_FALSE(test, sg_miter_next(&miter));
		KUNIT_EXPECT_SUPPRESSED_WARNING_COUNT(test, 1);
		KUNIT_EXPECT_FALSE(test, sg_miter_next(&miter));
		KUNIT_EXPECT_TRUE(test, sg_miter_skip(&miter, 50));
		KUNIT_EXPECT_TRUE(test, sg_miter_next(&miter));
		KUNIT_EXPECT_EQ(test, miter.length, 20);
		KUNIT_EXPECT_FALSE(test, sg_miter_next(&miter));
		sg_miter_stop(&miter);
	}
#else
	kunit_skip(test, "needs kunit_warning_suppress()");
#endif
}

/*
 * PCI peer-to-peer memory is refused, and is mapped with a warning for
 * SG_MAP_MUST_NOT_FAIL.  The pages are those of a real pagemap, over addresses
 * where nothing is.
 */
static void test_iomem(struct kunit *test)
{
#ifdef CONFIG_PCI_P2PDMA
	const unsigned long size = 1UL << PA_SECTION_SHIFT;
	struct sg_map_test *t = test->priv;
	struct context before = context();
	struct scatterlist *sg = t->head;
	struct sg_mapping_iter miter;
	struct dev_pagemap *pgmap;
	void *base;
	int i;

	pgmap = kunit_kzalloc(test, sizeof(*pgmap), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, pgmap);
	t->res = request_free_mem_region(&iomem_resource, size, "sg_map_kunit");
	KUNIT_ASSERT_FALSE(test, IS_ERR(t->res));
	pgmap->type = MEMORY_DEVICE_PCI_P2PDMA;
	pgmap->range.start = t->res->start;
	pgmap->range.end = t->res->end;
	pgmap->nr_range = 1;
	base = memremap_pages(pgmap, NUMA_NO_NODE);
	KUNIT_ASSERT_FALSE(test, IS_ERR(base));
	t->pgmap = pgmap;

	sg_init_table(sg, 1);
	sg_set_page(sg, virt_to_page(base), 3 * PAGE_SIZE, 17);
	KUNIT_EXPECT_TRUE(test, sg_is_iomem(sg));
	for (i = 1; i < ARRAY_SIZE(kinds); i++) {
		expect_refusal(test, sg, kinds[i].flags, -EREMOTEIO);
		expect_context(test, before);
	}

#ifdef kunit_warning_suppress
	kunit_warning_suppress(test) {
		static bool warned;

		for (i = 1; i < ARRAY_SIZE(kinds); i++) {
			struct kind kind = kinds[i];
			void *addr;

			kind.flags |= SG_MAP_MUST_NOT_FAIL;
			addr = map(test, &kind, sg, PAGE_SIZE);
			unmap(&kind, sg, addr, PAGE_SIZE);
			KUNIT_EXPECT_PTR_EQ(test, addr, base + 17 + PAGE_SIZE);
			if (IS_ENABLED(CONFIG_BUG) && !warned)
				KUNIT_EXPECT_SUPPRESSED_WARNING_COUNT(test, 1);
			warned = true;
		}
	}
#endif

	set_entry(t, sg, 0, 0, PAGE_SIZE);
	KUNIT_EXPECT_FALSE(test, sg_is_iomem(sg));

	/* The iterator gives the address, of a kind that the caller chooses. */
	sg_init_table(sg, 2);
	sg_set_page(&sg[0], virt_to_page(base), 2 * PAGE_SIZE, 17);
	set_entry(t, &sg[1], 1, 3, 50);
	sg_miter_start(&miter, sg, 2, SG_MITER_TO_SG | SG_MITER_ATOMIC |
		       SG_MITER_IOMEM);
	KUNIT_EXPECT_TRUE(test, sg_miter_next(&miter));
	KUNIT_EXPECT_NULL(test, miter.addr);
	KUNIT_EXPECT_PTR_EQ(test, (void __force *)miter.io_addr, base + 17);
	KUNIT_EXPECT_EQ(test, miter.length, PAGE_SIZE - 17);
	expect_context(test, before);
	miter.consumed = 100;
	KUNIT_EXPECT_TRUE(test, sg_miter_next(&miter));
	KUNIT_EXPECT_PTR_EQ(test, (void __force *)miter.io_addr, base + 117);
	KUNIT_EXPECT_TRUE(test, sg_miter_skip(&miter, PAGE_SIZE + 1));
	KUNIT_EXPECT_NULL(test, (void __force *)miter.io_addr);
	KUNIT_EXPECT_TRUE(test, sg_miter_next(&miter));
	KUNIT_EXPECT_PTR_EQ(test, (void __force *)miter.io_addr,
			    base + 2 * PAGE_SIZE + 1);
	KUNIT_EXPECT_EQ(test, miter.length, 16);
	KUNIT_EXPECT_TRUE(test, sg_miter_next(&miter));
	KUNIT_EXPECT_NULL(test, (void __force *)miter.io_addr);
	KUNIT_EXPECT_EQ(test, miter.length, 50);
	i = memcmp(miter.addr, flat(t, &sg[1], 1), 50);
	KUNIT_EXPECT_FALSE(test, sg_miter_next(&miter));
	KUNIT_EXPECT_EQ(test, i, 0);
	expect_context(test, before);

	sg_miter_start(&miter, sg, 2, SG_MITER_FROM_SG | SG_MITER_ATOMIC);
	KUNIT_EXPECT_TRUE(test, sg_miter_next(&miter));
	i = miter.addr != base + 17 || miter.io_addr;
	sg_miter_stop(&miter);
	KUNIT_EXPECT_EQ(test, i, 0);
	expect_context(test, before);
#else
	kunit_skip(test, "needs CONFIG_PCI_P2PDMA");
#endif
}

/*
 * The memory of a device.  Copies go to its BAR and come from there, also for
 * lists that have other memory too, wherever they start and end.
 */
static void test_p2pmem(struct kunit *test)
{
#ifdef CONFIG_PCI_P2PDMA
	struct sg_map_test *t = test->priv;
	struct scatterlist *sg = t->head;
	struct sg_table table = { .sgl = sg, .nents = 3, .orig_nents = 3 };
	struct sg_mapping_iter miter;
	int bar, round, i, wrong = 0;
	struct page *page;
	u8 *data;

	wait_for_device_probe();
	while (!t->p2pmem &&
	       (t->pdev = pci_get_class(PCI_CLASS_STORAGE_EXPRESS, t->pdev)))
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
				set_entry(t, &sg[i], i, random(t, PAGE_SIZE),
					  1 + random(t, 50));
			sg_set_page(&sg[bar], page,
				    1 + random(t, 2 * PAGE_SIZE),
				    random(t, BLOCK_BYTES - 2 * PAGE_SIZE));
			for (i = 0; i < 3; i++)
				KUNIT_ASSERT_EQ(test, sg_is_iomem(&sg[i]), i == bar);

			for (i = COPY_OUT; i <= ZERO; i++) {
				size_t start = bar ? sg[0].length : 0;

				expect_copy(test, i, sg, 3, random(t, 100),
					    random(t, sg[bar].length) + 100);
				expect_copy(test, i, sg, 3, start,
					    1 + random(t, 32));
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

	/* Byte by byte, with the iterator. */
	data = flat(t, &sg[1], 1);
	sg_miter_start(&miter, &sg[1], 1, SG_MITER_FROM_SG | SG_MITER_ATOMIC |
		       SG_MITER_IOMEM);
	while (sg_miter_next(&miter))
		for (i = 0; i < miter.length; i++)
			wrong += readb(miter.io_addr + i) != *data++;
	sg_miter_stop(&miter);
	KUNIT_EXPECT_PTR_EQ(test, data, flat(t, &sg[1], 1) + sg[1].length);
	KUNIT_EXPECT_EQ(test, wrong, 0);

	/* The errors of sg_map() and dma_map_sgtable() are the same. */
	for (i = 1; i < ARRAY_SIZE(kinds); i++)
		expect_refusal(test, &sg[1], kinds[i].flags, -EREMOTEIO);
	t->dev = root_device_register("sg_map_kunit");
	KUNIT_ASSERT_FALSE(test, IS_ERR(t->dev));
	dma_coerce_mask_and_coherent(t->dev, DMA_BIT_MASK(64));
	KUNIT_EXPECT_EQ(test, dma_map_sgtable(t->dev, &table, DMA_TO_DEVICE, 0),
			-EREMOTEIO);

#ifdef kunit_warning_suppress
	kunit_warning_suppress(test) {
		struct kind kind = {
			.flags = SG_KMAP_LOCAL | SG_MAP_MUST_NOT_FAIL
		};
		u8 *addr = map(test, &kind, &sg[1], 0), byte = *addr;

		unmap(&kind, &sg[1], addr, 0);
		KUNIT_EXPECT_EQ(test, byte, *flat(t, &sg[1], 1));
	}
#endif
#else
	kunit_skip(test, "needs CONFIG_PCI_P2PDMA");
#endif
}

static int sg_map_test_init(struct kunit *test)
{
	struct sg_map_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	int i, j;

	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	prandom_seed_state(&t->rnd, 20170413);
	sg_init_table(t->head, ARRAY_SIZE(t->head));

	t->flat = vmalloc(FLAT_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, t->flat);
	t->buf = vmalloc(BUF_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, t->buf);
	prandom_bytes_state(&t->rnd, t->flat, FLAT_SIZE);

	for (i = 0; i < NR_BLOCKS; i++) {
		t->block[i] = alloc_pages(GFP_HIGHUSER, BLOCK_ORDER);
		KUNIT_ASSERT_NOT_NULL(test, t->block[i]);
		if (IS_ENABLED(CONFIG_HIGHMEM))
			KUNIT_ASSERT_TRUE_MSG(test, PageHighMem(t->block[i]),
					      "no highmem: give the machine more memory");
		for (j = 0; j < BLOCK_PAGES; j++)
			memcpy_to_page(t->block[i] + j, 0, t->flat +
				       i * BLOCK_BYTES + j * PAGE_SIZE,
				       PAGE_SIZE);
	}
	return 0;
}

static void sg_map_test_exit(struct kunit *test)
{
	struct sg_map_test *t = test->priv;
	int i;

	if (!t)
		return;
#ifdef CONFIG_PCI_P2PDMA
	if (t->bar)
		iounmap(t->bar);
	if (t->p2pmem)
		pci_free_p2pmem(t->pdev, t->p2pmem, BLOCK_BYTES);
	pci_dev_put(t->pdev);
	if (!IS_ERR_OR_NULL(t->dev))
		root_device_unregister(t->dev);
	if (t->pgmap)
		memunmap_pages(t->pgmap);
	if (!IS_ERR_OR_NULL(t->res))
		release_mem_region(t->res->start, resource_size(t->res));
#endif
	for (i = 0; i < NR_BLOCKS; i++)
		if (t->block[i])
			__free_pages(t->block[i], BLOCK_ORDER);
	vfree(t->flat);
	vfree(t->buf);
}

static struct kunit_case sg_map_test_cases[] = {
	KUNIT_CASE(test_highmem),
	KUNIT_CASE(test_map_len),
	KUNIT_CASE_PARAM(test_read, kinds_gen_params),
	KUNIT_CASE_PARAM(test_write, kinds_gen_params),
	KUNIT_CASE_PARAM(test_random_lists, kinds_gen_params),
	KUNIT_CASE(test_nested),
	KUNIT_CASE_PARAM(test_unmap_address, kinds_gen_params),
	KUNIT_CASE_PARAM(test_no_leak, kinds_gen_params),
	KUNIT_CASE(test_no_kmap_leak),
	KUNIT_CASE_PARAM(test_context, kinds_gen_params),
	KUNIT_CASE_PARAM(test_sleep, sleeping_kinds_gen_params),
	KUNIT_CASE(test_kmap_handover),
	KUNIT_CASE_PARAM(test_interrupt, interrupt_kinds_gen_params),
	KUNIT_CASE(test_bad_flags),
	KUNIT_CASE(test_no_page),
	KUNIT_CASE(test_must_not_fail),
	KUNIT_CASE(test_must_not_fail_warns),
	KUNIT_CASE_PARAM(test_copy, ops_gen_params),
	KUNIT_CASE_PARAM(test_copy_random_lists, ops_gen_params),
	KUNIT_CASE_PARAM(test_copy_nothing, ops_gen_params),
	KUNIT_CASE(test_copy_callers),
	KUNIT_CASE_PARAM(test_copy_no_page, ops_gen_params),
	KUNIT_CASE_PARAM(test_copy_interrupt, ops_gen_params),
	KUNIT_CASE_PARAM(test_copy_flush, ops_gen_params),
	KUNIT_CASE(test_miter_no_page),
	KUNIT_CASE(test_iomem),
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
