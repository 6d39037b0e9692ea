// SPDX-License-Identifier: GPL-2.0
/* ubi: ubi_eba_read_leb_sg() of the kernel's own UBI, in pieces, as ubiblock calls it. */
#include "drv.h"
#include <../drivers/mtd/ubi/ubi.h>

/* As in eba.c, which keeps them to itself. */
struct ubi_eba_entry {
	int pnum;
};

struct ubi_eba_table {
	struct ubi_eba_entry *entries;
};

static unsigned int ubi_bad_address;

static int ubi_mtd_read(struct mtd_info *mtd, loff_t from, size_t len, size_t *retlen,
			u_char *buf)
{
	/* What a driver that does DMA makes of it. */
	ubi_bad_address += !virt_addr_valid(buf);
	drv_pull_buf(buf, len);
	*retlen = len;
	return 0;
}

static void ubi_transfer(bool write)
{
	struct ubi_device *ubi = kzalloc(sizeof(*ubi), GFP_KERNEL);
	struct ubi_volume *vol = kzalloc(sizeof(*vol), GFP_KERNEL);
	struct ubi_sgl *sgl = kzalloc(sizeof(*sgl), GFP_KERNEL);
	struct mtd_info *mtd = kzalloc(sizeof(*mtd), GFP_KERNEL);
	struct ubi_eba_entry entry = { .pnum = 0 };
	struct ubi_eba_table table = { .entries = &entry };

	mtd->size = 2 * DRV_BLOCKS * DRV_BLOCK;
	mtd->erasesize = mtd->size;
	mtd->_read = ubi_mtd_read;
	ubi->mtd = mtd;
	ubi->peb_size = mtd->size;
	ubi->leb_size = DRV_BLOCKS * DRV_BLOCK;
	ubi->peb_count = 1;
	spin_lock_init(&ubi->ltree_lock);
	ubi->ltree = RB_ROOT;
	vol->vol_type = UBI_DYNAMIC_VOLUME;
	vol->eba_tbl = &table;
	ubi_sgl_init(sgl);
	memcpy(sgl->sg, drv->sg, drv->entries * sizeof(*drv->sg));
	ubi_bad_address = 0;
	while (drv->pos < drv->len) {
		unsigned int len = 1 + drv_random(drv->len - drv->pos);

		if (ubi_eba_read_leb_sg(ubi, vol, sgl, 0, drv->pos, len, 0) < 0)
			break;
	}
	/* Nothing is read, then. */
	if (ubi_bad_address)
		drv->pos = 0;
	kfree(mtd);
	kfree(sgl);
	kfree(vol);
	kfree(ubi);
}

DRV_SUITE_READ(ubi, ubi_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
