// SPDX-License-Identifier: GPL-2.0
/* target: whether a block that WRITE SAME brings is one of zeros, which are then written. */
#include "drv.h"
#include "drv_target.h"
#include <linux/blkdev.h>

static unsigned int ib_zeroed;		/* sectors */

/* It is nowhere without CONFIG_BLK_DEV_INTEGRITY, and not called here. */
#define bip_set_seed(bip, seed) ((void)(bip))
#define blkdev_issue_zeroout(bdev, sector, n, ...) ({ ib_zeroed += (n); 0; })

#include <../drivers/target/target_core_iblock.c>

/* A block that is told right is taken for written. */
static void ib_write_same(bool write)
{
	struct se_cmd *cmd = drv_target_cmd(write);
	u8 *data = drv->flat + drv->at[0];
	bool zero = drv_random(2);
	sense_reason_t ret;

	memset(data, 0, drv->len);
	if (!zero)
		data[drv_random(drv->len)] = 1 + drv_random(255);
	drv_compare(true);
	ib_zeroed = 0;
	cmd->se_dev->dev_attrib.block_size = 512;
	cmd->t_task_cdb[0] = WRITE_SAME;
	put_unaligned_be16(8, cmd->t_task_cdb + 7);
	ret = iblock_execute_zero_out(NULL, cmd);
	if (ib_zeroed == (zero ? 8 : 0) && !ret == zero &&
	    completion_done(&cmd->t_transport_stop_comp) == zero)
		drv_push_buf(data, drv->len);
	kfree(cmd);
}

DRV_SUITE_WRITE(target_iblock, ib_write_same, 4, 1, 4096, 512);
