// SPDX-License-Identifier: GPL-2.0-only
/*
 * The out-of-line part of the scatterlist mapping helpers.
 *
 * The series adds what stands between the two "series:" lines to the kernel's
 * lib/scatterlist.c.  Link this file into a module that calls sg_map() on a
 * kernel without the series.
 */
#include <linux/export.h>
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

	if (sg_is_iomem(sg)) {
		if (!must_not_fail)
			return ERR_PTR(-EREMOTEIO);
		WARN_ONCE(1, "sg_map: peer-to-peer memory mapped as RAM\n");
	}

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
