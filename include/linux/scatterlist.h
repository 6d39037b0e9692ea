/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The series adds what stands between the two "series:" lines to the kernel's file.
 * Put before the kernel's headers this one gives a module the helpers on a kernel
 * that lacks them, and nothing on one that has them.  sg_map() then needs
 * lib/scatterlist.c linked into the module.
 */
#ifndef _SG_MAP_SCATTERLIST_H
#define _SG_MAP_SCATTERLIST_H

#include_next <linux/scatterlist.h>

#ifndef SG_MAP_MUST_NOT_FAIL
#include <linux/highmem.h>

#define SG_MAP_OUT_OF_TREE

/* series: begin */
/*
 * Where mappings are made page by page, or undoing one flushes a page, or the
 * address of each page has a tag of its own, a mapping ends with its page.
 * Elsewhere it is the direct map, which covers the entry.  FORCE_MAP counts among
 * the former without highmem too, as in folio_test_partial_kmap().
 */
#if defined(CONFIG_HIGHMEM) || defined(CONFIG_DEBUG_KMAP_LOCAL_FORCE_MAP) || \
	defined(CONFIG_KASAN_SW_TAGS) || defined(CONFIG_KASAN_HW_TAGS) || \
	defined(ARCH_HAS_FLUSH_ON_KUNMAP)
#define SG_MAP_PAGEWISE		true
#else
#define SG_MAP_PAGEWISE		false
#endif

/* The page of byte @offset of the data.  @offset becomes that in the page. */
static inline struct page *__sg_map_page(struct scatterlist *sg, size_t *offset)
{
	struct page *page = sg_page(sg);

	*offset += sg->offset;
	if (SG_MAP_PAGEWISE) {
#ifdef nth_page
		page = nth_page(page, *offset >> PAGE_SHIFT);
#else
		page += *offset >> PAGE_SHIFT;
#endif
		*offset = offset_in_page(*offset);
	}
	return page;
}

static inline bool __sg_map_past_end(struct scatterlist *sg, size_t offset)
{
	return IS_ENABLED(CONFIG_DEBUG_SG) && offset >= sg->length;
}

/**
 * sg_kmap_local() - Map the data of an entry for temporary use.
 * @sg: The entry.
 * @offset: Bytes from the start of the entry's data.  sg->offset is added here.
 *
 * The everyday way to get at the bytes of an entry.  It never fails.  It maps
 * sg_map_len() bytes, often less than the entry holds.  Undo it with
 * kunmap_local(), given any address inside the mapping.
 *
 * The rules of kmap_local_page() apply: nested mappings are undone in reverse
 * order, and the address is good in the calling context only.
 *
 * The memory must be RAM or be known to work like it, else see sg_map().  @offset
 * must be less than sg->length, or what is mapped may not exist: CONFIG_DEBUG_SG
 * warns.
 *
 * Context: Any context.  The caller may sleep while the mapping exists.
 * Return: The address of byte @offset of the data.
 */
static inline void *sg_kmap_local(struct scatterlist *sg, size_t offset)
{
	struct page *page;

	WARN_ONCE(__sg_map_past_end(sg, offset), "mapping past the end of an entry\n");
	page = __sg_map_page(sg, &offset);
	return kmap_local_page(page) + offset;
}

/**
 * sg_map_len() - Count the bytes that one mapping covers.
 * @sg: The entry.
 * @offset: Bytes from the start of the entry's data.
 *
 * Tells how far the address that sg_kmap_local() or sg_map() gives for @offset
 * may be used: to the end of the page where pages are mapped one by one, else
 * to the end of the entry.
 *
 * Context: Any context.
 * Return: The number of bytes, 0 if @offset is not inside the entry.  A loop over
 * more bytes than the entry has must end there.
 */
static inline size_t sg_map_len(struct scatterlist *sg, size_t offset)
{
	size_t len;

	if (unlikely(offset >= sg->length))
		return 0;

	len = sg->length - offset;
	if (SG_MAP_PAGEWISE)
		len = min_t(size_t, len, PAGE_SIZE -
			    offset_in_page(sg->offset + offset));
	return len;
}

/**
 * sg_is_iomem() - Test an entry for PCI peer-to-peer memory.
 * @sg: The entry.
 *
 * Such memory is a PCI device's, and for memcpy_fromio() and its kind, which
 * sg_copy_to_buffer() and its relatives use.  sg_map() refuses to map it.
 *
 * Context: Any context.
 * Return: true for pages of a MEMORY_DEVICE_PCI_P2PDMA pagemap, false for all
 * others and for an entry without a page.
 */
static inline bool sg_is_iomem(struct scatterlist *sg)
{
	struct page *page = sg_page(sg);

	return page && is_pci_p2pdma_page(page);
}

#define SG_KMAP			(1 << 0)	/* kmap(), for other contexts too */
#define SG_KMAP_ATOMIC		(1 << 1)	/* kmap_atomic(), deprecated */
#define SG_MAP_MUST_NOT_FAIL	(1 << 2)	/* no error path yet, deprecated */
#define SG_KMAP_LOCAL		(1 << 3)	/* kmap_local_page() */

void *__sg_map(struct scatterlist *sg, size_t offset, int flags);

static __always_inline bool __sg_map_flags_valid(int flags)
{
	flags &= ~SG_MAP_MUST_NOT_FAIL;
	return flags == SG_KMAP || flags == SG_KMAP_ATOMIC ||
	       flags == SG_KMAP_LOCAL;
}

/**
 * sg_map() - Map the data of an entry if the CPU may touch it.
 * @sg: The entry.
 * @offset: Bytes from the start of the entry's data, less than sg->length.
 *	sg->offset is added here.
 * @flags: %SG_KMAP_LOCAL, or else %SG_KMAP or %SG_KMAP_ATOMIC, on its own or
 *	with %SG_MAP_MUST_NOT_FAIL.
 *
 * For lists whose memory the caller does not know.  Where it is known to be RAM,
 * sg_kmap_local() cannot fail, and what only copies calls sg_copy_to_buffer() or
 * one of its relatives.
 *
 * %SG_KMAP is for an address that another context will use.  %SG_KMAP_ATOMIC is for
 * old code that depends on what kmap_atomic() turns off, and is deprecated like it.
 *
 * Like sg_kmap_local() it maps sg_map_len() bytes.  Undo it with sg_unmap().
 * %SG_KMAP_LOCAL and %SG_KMAP_ATOMIC mappings are undone in reverse order.
 *
 * %SG_MAP_MUST_NOT_FAIL is for old code that has no error path yet.  A mapping
 * that would be refused then warns, once.  Peer-to-peer memory is mapped all the
 * same.  For the rest the result is an error pointer still, and using it faults.
 *
 * Context: %SG_KMAP_LOCAL: any context, the caller may sleep before sg_unmap().
 * %SG_KMAP_ATOMIC: any context, the caller must not sleep before sg_unmap().
 * %SG_KMAP: process context, may sleep.
 * Return: The address of byte @offset of the data, or an ERR_PTR(): -EINVAL for
 * bad @flags, -EFAULT for an entry without a page, -EREMOTEIO for PCI
 * peer-to-peer memory and device-private memory, which is what
 * dma_map_sgtable() returns for the former if the device cannot reach it.
 */
static __always_inline void * __must_check
sg_map(struct scatterlist *sg, size_t offset, int flags)
{
	BUILD_BUG_ON(__builtin_constant_p(flags) &&
		     !__sg_map_flags_valid(flags));
	return __sg_map(sg, offset, flags);
}

static __always_inline void __sg_unmap(struct scatterlist *sg, const void *addr,
				       size_t offset, int flags)
{
	BUILD_BUG_ON(__builtin_constant_p(flags) &&
		     !__sg_map_flags_valid(flags));

	switch (flags & ~SG_MAP_MUST_NOT_FAIL) {
	case SG_KMAP_LOCAL:
		kunmap_local(addr);
		break;
	case SG_KMAP_ATOMIC:
		kunmap_atomic(addr);
		break;
	case SG_KMAP:
		kunmap(__sg_map_page(sg, &offset));
		break;
	}
}

/**
 * sg_unmap() - Undo what sg_map() did.
 * @sg: The entry given to sg_map().
 * @addr: Any address inside the mapping.
 * @offset: The offset given to sg_map().
 * @flags: The flags given to sg_map().
 *
 * %SG_KMAP mappings are found by @sg and @offset, others by @addr.  If the data ends
 * at the end of a page, the address just past it is outside the mapping.  A page
 * or an entry in place of the address does not compile.
 *
 * The data cache is not flushed, see flush_dcache_page() for when it must be.
 *
 * Context: As for sg_map() with the same @flags.  Must not be called for an
 * error pointer.
 */
#define sg_unmap(sg, addr, offset, flags)				\
do {									\
	BUILD_BUG_ON(__same_type(*(addr), struct page) ||		\
		     __same_type(*(addr), struct scatterlist));		\
	__sg_unmap(sg, addr, offset, flags);				\
} while (0)
/* series: end */

#endif /* !SG_MAP_MUST_NOT_FAIL */
#endif /* _SG_MAP_SCATTERLIST_H */
