/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Run the part of a driver that touches data, without its device.
 *
 * A suite defines macros in place of the accessors that the driver calls,
 * includes the driver's own file, as it is, and ends with DRV_SUITE(), which it
 * gives the lists that the driver may be given, and a function that has the driver
 * transfer drv->sg.  What the driver reads from its device is drv_pull(), and
 * what it writes to it goes to drv_push().
 *
 * The data lie in blocks of pages, most of them in highmem.  Another buffer
 * holds what the blocks must hold afterwards, all of them, so a byte that is read
 * from or written to a wrong place is noticed.
 */
#include <kunit/test.h>
#include <linux/export.h>
#include <linux/highmem.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <../kernel/gcov/gcov.h>

#define DRV_BLOCKS	6
#define DRV_PAGES	4
#define DRV_BLOCK	(DRV_PAGES * PAGE_SIZE)
#define DRV_LISTS	100

/* Nothing is probed, and so most of a driver is not even linked. */
#undef module_init
#undef module_exit
#undef __exit			/* it has __used */
#define module_init(fn) static typeof(fn) * __maybe_unused drv_init = fn
#define module_exit(fn) static typeof(fn) * __maybe_unused drv_exit = fn
#define __exit __maybe_unused

/* Nobody calls it from outside, and there may be broken copies of it. */
#undef EXPORT_SYMBOL
#undef EXPORT_SYMBOL_GPL
#define EXPORT_SYMBOL(sym)
#define EXPORT_SYMBOL_GPL(sym)

/* They would all be parameters, and versions, of one module. */
#undef module_param
#undef module_param_named
#undef module_param_string
#undef module_param_hw
#undef module_param_hw_named
#undef MODULE_VERSION
#define module_param(...)
#define module_param_named(...)
#define module_param_string(...)
#define module_param_hw(...)
#define module_param_hw_named(...)
#define MODULE_VERSION(...)

/* Which lists a driver may be given. */
struct drv_limits {
	unsigned int align;	/* of offsets and lengths */
	unsigned int entries;	/* at most */
	unsigned int length;	/* of an entry, at most */
	unsigned int unit;	/* all lengths together are a multiple of this */
};

static struct drv {
	struct page *pages[DRV_BLOCKS];
	struct scatterlist sg[DRV_BLOCKS];
	unsigned int at[DRV_BLOCKS];	/* where the data of an entry is in flat */
	unsigned int entries, len;
	unsigned int pos;		/* of the device in its data */
	unsigned int left;		/* how often something was left mapped */
	u8 *flat, *device;
	struct rnd_state rnd;
	spinlock_t lock;		/* for what has interrupts off in the driver */
} *drv;

static inline u32 __maybe_unused drv_random(u32 n)
{
	return prandom_u32_state(&drv->rnd) % n;
}

/* The next byte from the device, which has noise behind its data. */
static inline u8 __maybe_unused drv_pull(void)
{
	unsigned int pos = drv->pos++;

	return pos < drv->len ? drv->device[pos] : 0xa5;
}

static inline void __maybe_unused drv_push(u8 byte)
{
	unsigned int pos = drv->pos++;

	if (pos < drv->len)
		drv->device[pos] = byte;
}

static inline void __maybe_unused drv_pull_buf(void *buf, unsigned int len)
{
	u8 *byte = buf;

	while (len--)
		*byte++ = drv_pull();
}

static inline void __maybe_unused drv_push_buf(const void *buf, unsigned int len)
{
	const u8 *byte = buf;

	while (len--)
		drv_push(*byte++);
}

/* A device that reads, or writes to, memory of which it knows the physical address. */
static inline void __maybe_unused drv_dma(phys_addr_t addr, unsigned int len, bool write)
{
	for (; len--; addr++) {
		u8 *map = kmap_local_page(phys_to_page(addr));

		if (write)
			drv_push(map[offset_in_page(addr)]);
		else
			map[offset_in_page(addr)] = drv_pull();
		kunmap_local(map);
	}
}

/* Both for a register of some bytes, the first of which is the lowest. */
static inline u32 __maybe_unused drv_pull_word(unsigned int bytes)
{
	u32 word = 0;
	unsigned int i;

	for (i = 0; i < bytes; i++)
		word |= (u32)drv_pull() << 8 * i;
	return word;
}

static inline void __maybe_unused drv_push_word(u32 word, unsigned int bytes)
{
	for (; bytes--; word >>= 8)
		drv_push(word);
}

/* The first @len bytes that are in the list, and zeros if there are fewer. */
static inline void __maybe_unused drv_data(void *buf, unsigned int len)
{
	unsigned int i, pos, n;

	memset(buf, 0, len);
	for (i = 0, pos = 0; i < drv->entries && pos < len; pos += n, i++) {
		n = min(drv->sg[i].length, len - pos);
		memcpy(buf + pos, drv->flat + drv->at[i], n);
	}
}

/*
 * For a driver that answers a command: @len bytes of @buf belong at @at in the list,
 * as far as that goes, and the rest of it must stay what it is.
 */
static inline void __maybe_unused drv_answer(const void *buf, unsigned int at, unsigned int len)
{
	drv_data(drv->device, drv->len);
	if (at < drv->len)
		memcpy(drv->device + at, buf, min(len, drv->len - at));
	drv->pos = drv->len;
}

/* Have @len bytes of @buf, at most, at the beginning of the list before it is used. */
static inline void __maybe_unused drv_begin(const void *buf, unsigned int len)
{
	unsigned int i, pos, n;

	sg_copy_from_buffer(drv->sg, drv->entries, buf, len);
	for (i = 0, pos = 0; i < drv->entries && pos < len; pos += n, i++) {
		n = min(drv->sg[i].length, len - pos);
		memcpy(drv->flat + drv->at[i], buf + pos, n);
	}
}

/* For a driver that looks at data and does not pass them on: was it right about them? */
static inline void __maybe_unused drv_looked(bool right)
{
	if (right)
		drv_data(drv->device, drv->len);
	drv->pos = drv->len;
}

/*
 * To call when an interrupt handler returned, before which preempt_count() was
 * preempt: nothing may be mapped by kmap_local_page() or kmap_atomic().
 */
static inline void __maybe_unused drv_returned(int preempt)
{
	drv->left += current->kmap_ctrl.idx || preempt != preempt_count();
}

static struct page *drv_page(unsigned int i)
{
	return drv->pages[i / DRV_PAGES] + i % DRV_PAGES;
}

/* Make the blocks what flat is, or count the bytes in which they differ. */
static unsigned int drv_compare(bool fill)
{
	unsigned int i, k, wrong = 0;

	for (i = 0; i < DRV_BLOCKS * DRV_PAGES; i++) {
		u8 *flat = drv->flat + i * PAGE_SIZE;
		u8 *page = kmap_local_page(drv_page(i));

		if (fill)
			memcpy(page, flat, PAGE_SIZE);
		else if (memcmp(page, flat, PAGE_SIZE))
			for (k = 0; k < PAGE_SIZE; k++)
				wrong += page[k] != flat[k];
		kunmap_local(page);
	}
	return wrong;
}

/*
 * Make a list of entries in different blocks, each in one page, or across pages.
 * Some end where a page does, and the offset of some is that of a later page.
 */
static void drv_list(const struct drv_limits *lim, bool across)
{
	unsigned int i, first = drv_random(DRV_BLOCKS);

	do {
		drv->entries = 1 + drv_random(lim->entries);
		drv->len = 0;
		sg_init_table(drv->sg, drv->entries);
		for (i = 0; i < drv->entries; i++) {
			unsigned int block = (first + i) % DRV_BLOCKS;
			unsigned int off = rounddown(drv_random(DRV_BLOCK), lim->align);
			unsigned int room, len, page = off / PAGE_SIZE;

			room = across ? DRV_BLOCK - off : PAGE_SIZE - offset_in_page(off);
			room = min(room, lim->length);
			len = drv_random(4) ? 1 + drv_random(room) : room;
			len = roundup(len, lim->align);
			if (!drv_random(4) && len > offset_in_page(off + len) &&
			    offset_in_page(off + len) % lim->align == 0)
				len -= offset_in_page(off + len);
			if (i == drv->entries - 1 && len > (drv->len + len) % lim->unit)
				len -= (drv->len + len) % lim->unit;
			if (across)
				page = drv_random(page + 1);
			sg_set_page(&drv->sg[i], drv->pages[block] + page, len,
				    off - page * PAGE_SIZE);
			drv->at[i] = block * DRV_BLOCK + off;
			drv->len += len;
		}
	} while (drv->len % lim->unit);
	drv->pos = 0;
}

/* How many pages of the list are in highmem. */
static unsigned int drv_high(void)
{
	unsigned int i, k, high = 0;

	for (i = 0; i < drv->entries; i++)
		for (k = drv->at[i] / PAGE_SIZE;
		     k <= (drv->at[i] + drv->sg[i].length - 1) / PAGE_SIZE; k++)
			high += PageHighMem(drv_page(k));
	return high;
}

static void drv_test(struct kunit *test, const struct drv_limits *lim, bool write,
		     bool across, void (*transfer)(bool write))
{
	unsigned int n, i, at, high = 0, wrong = 0, unfinished = 0, mapped = 0, bytes = 0;
	unsigned int excess = 0;

	drv = kunit_kzalloc(test, sizeof(*drv), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, drv);
	drv->flat = kunit_kzalloc(test, DRV_BLOCKS * DRV_BLOCK, GFP_KERNEL);
	drv->device = kunit_kzalloc(test, DRV_BLOCKS * DRV_BLOCK, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, drv->flat);
	KUNIT_ASSERT_NOT_NULL(test, drv->device);
	prandom_seed_state(&drv->rnd, 1);
	spin_lock_init(&drv->lock);
	/* A test that faults does not give them back. */
	for (i = 0; i < DRV_BLOCKS; i++) {
		drv->pages[i] = alloc_pages(i % 3 == 2 ? GFP_KERNEL : GFP_HIGHUSER,
					    get_order(DRV_BLOCK));
		KUNIT_ASSERT_NOT_NULL(test, drv->pages[i]);
	}

	for (n = 0; n < DRV_LISTS; n++) {
		unsigned int bad = 0;
		int preempt = preempt_count();

		prandom_bytes_state(&drv->rnd, drv->flat, DRV_BLOCKS * DRV_BLOCK);
		prandom_bytes_state(&drv->rnd, drv->device, DRV_BLOCKS * DRV_BLOCK);
		drv_compare(true);
		drv_list(lim, across);
		transfer(write);

		for (i = 0, at = 0; i < drv->entries; at += drv->sg[i++].length) {
			u8 *flat = drv->flat + drv->at[i];

			if (!write)
				memcpy(flat, drv->device + at, drv->sg[i].length);
			else if (memcmp(flat, drv->device + at, drv->sg[i].length))
				bad++;
		}
		bad += drv_compare(false);
		wrong += !!bad;
		unfinished += drv->pos < drv->len;
		/* The last word may have bytes of nothing, and tifm_ms sends one of zeros. */
		excess += write && drv->pos >= drv->len + 2 * sizeof(u32);
		high += drv_high();
		bytes += drv->len;
		/* What is mapped still: by kmap_local_page() and kmap_atomic(), by kmap(). */
		drv_returned(preempt);
		mapped += drv->left;
		drv->left = 0;
		kmap_flush_unused();
		for (i = 0; i < DRV_BLOCKS * DRV_PAGES; i++)
			mapped += PageHighMem(drv_page(i)) && page_address(drv_page(i));
	}
	kunit_info(test, "%u lists, %u bytes, %u pages in highmem", n, bytes, high);
	KUNIT_EXPECT_GT_MSG(test, high, n / 2, "there is hardly any highmem");
	KUNIT_EXPECT_EQ_MSG(test, wrong, 0, "%u of %u lists have wrong data", wrong, n);
	KUNIT_EXPECT_EQ_MSG(test, unfinished, 0, "%u lists are not finished", unfinished);
	KUNIT_EXPECT_EQ_MSG(test, excess, 0, "%u lists are not all that is written", excess);
	KUNIT_EXPECT_EQ_MSG(test, mapped, 0, "%u pages are mapped still", mapped);
	for (i = 0; i < DRV_BLOCKS; i++)
		__free_pages(drv->pages[i], get_order(DRV_BLOCK));
}

/* Print what gcov needs to tell which lines ran, of files where some did. */
static void drv_ran(struct kunit_suite *suite)
{
	struct gcov_info *info = NULL;

	while ((info = gcov_info_next(info))) {
		size_t i, size = convert_to_gcda(NULL, info);
		char *data = vmalloc(2 * size);
		bool ran;

		if (!data)
			return;
		convert_to_gcda(data, info);
		gcov_info_reset(info);
		convert_to_gcda(data + size, info);
		ran = memcmp(data, data + size, size);
		for (i = 0; ran && i < size; i += 64)
			pr_info("gcda %s %zu %*phN\n", gcov_info_filename(info), i,
				(int)min(size - i, 64), data + i);
		vfree(data);
	}
}

#define DRV_CASE(driver, name, transfer, ...)					\
static void driver##_##name(struct kunit *test)					\
{										\
	drv_test(test, &(const struct drv_limits){ __VA_ARGS__ },		\
		 name < 2, name & 1, transfer);					\
}

/* Cases of a name that is unique: out of and into entries in and across pages. */
enum { write_in_page, write_across, read_in_page, read_across };

#define DRV_READS(driver, transfer, ...)					\
DRV_CASE(driver, read_in_page, transfer, __VA_ARGS__)				\
DRV_CASE(driver, read_across, transfer, __VA_ARGS__)

#define DRV_WRITES(driver, transfer, ...)					\
DRV_CASE(driver, write_in_page, transfer, __VA_ARGS__)				\
DRV_CASE(driver, write_across, transfer, __VA_ARGS__)

#define DRV_KUNIT(driver, ...)							\
static struct kunit_case driver##_cases[] = { __VA_ARGS__, {} };		\
static struct kunit_suite driver##_suite = {					\
	.name = "sg_map_" #driver,						\
	.suite_exit = drv_ran,							\
	.test_cases = driver##_cases,						\
};										\
kunit_test_suite(driver##_suite)

#define DRV_SUITE(driver, transfer, ...)					\
DRV_READS(driver, transfer, __VA_ARGS__)					\
DRV_WRITES(driver, transfer, __VA_ARGS__)					\
DRV_KUNIT(driver, KUNIT_CASE(driver##_read_in_page),				\
	  KUNIT_CASE(driver##_write_in_page), KUNIT_CASE(driver##_read_across),	\
	  KUNIT_CASE(driver##_write_across))

/* What only reads, and what only writes. */
#define DRV_SUITE_READ(driver, transfer, ...)					\
DRV_READS(driver, transfer, __VA_ARGS__)					\
DRV_KUNIT(driver, KUNIT_CASE(driver##_read_in_page), KUNIT_CASE(driver##_read_across))

#define DRV_SUITE_WRITE(driver, transfer, ...)					\
DRV_WRITES(driver, transfer, __VA_ARGS__)					\
DRV_KUNIT(driver, KUNIT_CASE(driver##_write_in_page), KUNIT_CASE(driver##_write_across))
