// SPDX-License-Identifier: GPL-2.0-only
/*
 * The series adds what stands between "series:" lines to the kernel's file.  A module
 * that calls sg_map() on a kernel without the series has this file linked into it.
 */
#include <linux/export.h>
#include <linux/io.h>
#include <linux/scatterlist.h>

#ifdef SG_MAP_OUT_OF_TREE
#undef EXPORT_SYMBOL		/* each module has its own copy */
#define EXPORT_SYMBOL(sym)

/* series: begin */
/* See sg_map(). */
void *__sg_map(struct scatterlist *sg, size_t offset, int flags)
{
	bool must_not_fail = flags & SG_MAP_MUST_NOT_FAIL;
	struct page *page;

	if (!__sg_map_flags_valid(flags)) {
		WARN_ONCE(must_not_fail, "sg_map: bad flags %#x\n", flags);
		return ERR_PTR(-EINVAL);
	}

	if (!sg_page(sg)) {
		WARN_ONCE(must_not_fail, "sg_map: entry without a page\n");
		return ERR_PTR(-EFAULT);
	}

	if (is_device_private_page(sg_page(sg))) {
		WARN_ONCE(must_not_fail, "sg_map: device-private memory\n");
		return ERR_PTR(-EREMOTEIO);
	}

	if (sg_is_iomem(sg)) {
		if (!must_not_fail)
			return ERR_PTR(-EREMOTEIO);
		WARN_ONCE(1, "sg_map: peer-to-peer memory mapped as RAM\n");
	}

	WARN_ONCE(__sg_map_past_end(sg, offset), "sg_map: past the end\n");
	page = __sg_map_page(sg, &offset);
	if (flags & SG_KMAP_LOCAL)
		return kmap_local_page(page) + offset;
	if (flags & SG_KMAP_ATOMIC)
		return kmap_atomic(page) + offset;
	return kmap(page) + offset;
}
EXPORT_SYMBOL(__sg_map);
/* series: end */
#endif

#ifndef MODULE
/* series: begin copy */
/* What sg_copy() does with the data of a list. */
enum sg_copy_op { SG_TO_BUFFER, SG_FROM_BUFFER, SG_ZERO };

/* What has no page, or one of device-private memory, has no data for the CPU. */
static bool sg_has_data(struct scatterlist *sg)
{
	return sg_page(sg) && !is_device_private_page(sg_page(sg));
}

/* Flush each page that the @len bytes at @offset of the data are in. */
static void sg_flush_dcache(struct scatterlist *sg, size_t offset, size_t len)
{
	size_t first = (sg->offset + offset) >> PAGE_SHIFT;
	size_t last = (sg->offset + offset + len - 1) >> PAGE_SHIFT;

	for (; first <= last; first++)
#ifdef nth_page
		flush_dcache_page(nth_page(sg_page(sg), first));
#else
		flush_dcache_page(sg_page(sg) + first);
#endif
}

/* series: begin p2p */
/* As device memory it must not be accessed unaligned, for instance. */
static noinline void sg_copy_iomem(struct scatterlist *sg, size_t offset,
				   void *buf, size_t len, enum sg_copy_op op)
{
	void __iomem *addr = (void __force __iomem *)sg_virt(sg) + offset;

	if (op == SG_TO_BUFFER)
		memcpy_fromio(buf, addr, len);
	else if (op == SG_FROM_BUFFER)
		memcpy_toio(addr, buf, len);
	else
		memset_io(addr, 0, len);
}

/* series: end */
/* @len is at most sg_map_len(). */
static __always_inline void sg_copy_once(struct scatterlist *sg, size_t offset, void *buf,
					 size_t len, enum sg_copy_op op)
{
	void *addr;

/* series: begin p2p */
	if (sg_is_iomem(sg)) {
		sg_copy_iomem(sg, offset, buf, len, op);
		return;
	}

/* series: end */
	addr = sg_kmap_local(sg, offset);
	if (op == SG_TO_BUFFER)
		memcpy(buf, addr, len);
	else if (op == SG_FROM_BUFFER)
		memcpy(addr, buf, len);
	else
		memset(addr, 0, len);

	if (ARCH_IMPLEMENTS_FLUSH_DCACHE_PAGE && op != SG_TO_BUFFER)
		sg_flush_dcache(sg, offset, len);
	kunmap_local(addr);
}

static noinline size_t sg_copy_list(struct scatterlist *sg, unsigned int nents, void *buf,
				    size_t buflen, size_t skip, enum sg_copy_op op)
{
	size_t left = buflen, len;

	if (!sg || !buflen)
		return 0;

	/* With sg_next() it would be a test more for each entry. */
	for (; nents; nents--, sg++) {
		if (unlikely(__sg_flags(sg))) {
			if (sg_is_chain(sg))
				sg = sg_chain_ptr(sg);
			if (sg_is_last(sg))
				nents = 1;
		}
		if (skip >= sg->length) {
			skip -= sg->length;
			continue;
		}
		if (!sg_has_data(sg))
			break;

		do {
			len = min(left, sg_map_len(sg, skip));
			sg_copy_once(sg, skip, buf, len, op);
			left -= len;
			if (!left)
				return buflen;
			buf += len;
			skip += len;
		} while (SG_MAP_PAGEWISE && skip < sg->length);
		skip = 0;
	}
	return buflen - left;
}

static __always_inline size_t sg_copy(struct scatterlist *sg, unsigned int nents, void *buf,
				      size_t buflen, size_t skip, enum sg_copy_op op)
{
/* series: begin short */
	/* Often one mapping is all that it takes. */
	if (likely(sg) && likely(nents) && buflen - 1 < sg_map_len(sg, skip) &&
	    sg_has_data(sg)) {
		sg_copy_once(sg, skip, buf, buflen, op);
		return buflen;
	}

/* series: end */
	return sg_copy_list(sg, nents, buf, buflen, skip, op);
}

/**
 * sg_copy_buffer - Copy data between a linear buffer and an SG list
 * @sgl: The list.  It may be NULL, and has no data then.
 * @nents: The number of entries to look at.  The list may be shorter.
 * @buf: The buffer.
 * @buflen: The number of bytes to copy.
 * @skip: The number of bytes at the start of the list to leave alone.
 * @to_buffer: true to copy from the list to the buffer, false for the reverse.
 *
 * An entry without a page, or with one of device-private memory, ends the copy,
 * unless it is skipped or empty.
 *
 * series: begin p2p
 * PCI peer-to-peer memory is accessed as I/O memory.
 *
 * series: end
 * Pages that are written to are flushed with flush_dcache_page().  Before
 * reading pages that user space may have mapped the caller has to do that.
 *
 * Context: Any context.  On ARM with a VIVT cache the flush turns interrupts on, if
 * the page is in the page cache and user space has mapped it.
 * Return: The number of bytes copied, less than @buflen if the data ended.
 */
size_t sg_copy_buffer(struct scatterlist *sgl, unsigned int nents, void *buf,
		      size_t buflen, off_t skip, bool to_buffer)
{
	return sg_copy(sgl, nents, buf, buflen, skip,
		       to_buffer ? SG_TO_BUFFER : SG_FROM_BUFFER);
}
EXPORT_SYMBOL(sg_copy_buffer);

/**
 * sg_zero_buffer - Zero-out a part of a SG list
 * @sgl: The list, as for sg_copy_buffer().
 * @nents: The number of entries to look at.
 * @buflen: The number of bytes to zero.
 * @skip: The number of bytes at the start of the list to leave alone.
 *
 * What sg_copy_buffer() does with peer-to-peer memory, entries without data and
 * the data cache, this does too.
 *
 * Context: As for sg_copy_buffer().
 * Return: The number of bytes zeroed, less than @buflen if the data ended.
 */
size_t sg_zero_buffer(struct scatterlist *sgl, unsigned int nents,
		      size_t buflen, off_t skip)
{
	return sg_copy(sgl, nents, NULL, buflen, skip, SG_ZERO);
}
EXPORT_SYMBOL(sg_zero_buffer);
/* series: end */
#endif
