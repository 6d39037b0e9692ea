// SPDX-License-Identifier: GPL-2.0
/*
 * ipr: microcode, the end of which is the data, is copied to pages of the driver's own list.
 * An image of more than 63 pages needs entries of more than one.
 */
#include "drv.h"
#include <../drivers/scsi/ipr.c>

static void ipr_microcode(bool write)
{
	unsigned int more = drv_random(100 * PAGE_SIZE), size = more + drv->len;
	struct ipr_sglist *list = ipr_alloc_ucode_buffer(size);
	u8 *image = vmalloc(size), *data = kmalloc(drv->len, GFP_KERNEL);
	struct scatterlist *sg = list->scatterlist;
	unsigned int pos, n;
	bool same = true;

	prandom_bytes_state(&drv->rnd, image, more);
	drv_data(data, drv->len);
	memcpy(image + more, data, drv->len);
	if (ipr_copy_ucode_buffer(list, image, size) || list->buffer_len != size)
		same = false;
	for (pos = 0; pos < size; pos += n, sg = sg_next(sg)) {
		n = min(sg->length, size - pos);
		same &= !memcmp(sg_virt(sg), image + pos, n);
	}
	drv_looked(same);
	ipr_free_ucode_buffer(list);
	kfree(data);
	vfree(image);
}

DRV_SUITE_WRITE(ipr, ipr_microcode, 1, DRV_BLOCKS, DRV_BLOCK, 1);
