// SPDX-License-Identifier: GPL-2.0
/* The same thing by hand and with the helper.  Compiled, not linked. */
#include <linux/highmem.h>
#include <linux/scatterlist.h>

u8 read_by_hand(struct scatterlist *sg, size_t offset);
u8 read_by_helper(struct scatterlist *sg, size_t offset);
void *map_by_hand(struct scatterlist *sg, size_t offset);
void *map_by_helper(struct scatterlist *sg, size_t offset);
u8 first_by_hand(struct scatterlist *sg);
u8 first_by_helper(struct scatterlist *sg);

static __always_inline void *by_hand(struct scatterlist *sg, size_t offset)
{
#ifdef CONFIG_HIGHMEM	/* where the page matters */
	offset += sg->offset;
	return kmap_local_page(sg_page(sg) + (offset >> PAGE_SHIFT)) +
	       offset_in_page(offset);
#else
	return kmap_local_page(sg_page(sg)) + sg->offset + offset;
#endif
}

void *map_by_hand(struct scatterlist *sg, size_t offset)
{
	return by_hand(sg, offset);
}

void *map_by_helper(struct scatterlist *sg, size_t offset)
{
	return sg_kmap_local(sg, offset);
}

u8 read_by_hand(struct scatterlist *sg, size_t offset)
{
	u8 *addr = by_hand(sg, offset);
	u8 byte = READ_ONCE(*addr);

	kunmap_local(addr);
	return byte;
}

u8 read_by_helper(struct scatterlist *sg, size_t offset)
{
	u8 *addr = sg_kmap_local(sg, offset);
	u8 byte = READ_ONCE(*addr);

	kunmap_local(addr);
	return byte;
}

u8 first_by_hand(struct scatterlist *sg)
{
	u8 *addr = by_hand(sg, 0);
	u8 byte = READ_ONCE(*addr);

	kunmap_local(addr);
	return byte;
}

u8 first_by_helper(struct scatterlist *sg)
{
	u8 *addr = sg_kmap_local(sg, 0);
	u8 byte = READ_ONCE(*addr);

	kunmap_local(addr);
	return byte;
}
