// SPDX-License-Identifier: GPL-2.0
/*
 * target: MODE SENSE to a LUN that may only be read, and the block size in a MODE SELECT to
 * a tape, both once the device has completed them, in interrupt context.
 */
#include "drv.h"
#include "drv_target.h"
#include <../drivers/target/target_core_pscsi.c>

static struct scsi_device *ps_complete(bool write, bool ten)
{
	struct scsi_device *sd = kzalloc(sizeof(*sd), GFP_KERNEL);
	struct pscsi_dev_virt *pdv = kzalloc(sizeof(*pdv), GFP_KERNEL);
	struct se_dev_entry *deve = kzalloc(sizeof(*deve), GFP_KERNEL);
	struct se_cmd *cmd = drv_target_cmd(write);
	u8 cdb[10] = {};

	if (write)
		cdb[0] = ten ? MODE_SELECT_10 : MODE_SELECT;
	else
		cdb[0] = ten ? MODE_SENSE_10 : MODE_SENSE;
	sd->type = TYPE_TAPE;
	sd->sector_size = 1;
	pdv->pdv_sd = sd;
	cmd->se_dev = &pdv->dev;
	cmd->priv = cdb;
	deve->lun_access_ro = true;
	hlist_add_head_rcu(&deve->link, &cmd->se_sess->se_node_acl->lun_entry_hlist);
	spin_lock_irq(&drv->lock);
	pscsi_complete_cmd(cmd, SAM_STAT_GOOD, NULL, 0);
	spin_unlock_irq(&drv->lock);
	kfree(cmd);
	kfree(deve);
	kfree(pdv);
	return sd;
}

/* The write protect bit is set, if there is room for the byte. */
static void ps_mode_sense(bool write)
{
	bool ten = drv_random(2);

	kfree(ps_complete(false, ten));
	drv_answer("", 0, 0);
	drv->device[ten ? 3 : 2] |= 0x80;
}

DRV_SUITE_READ(target_mode_sense, ps_mode_sense, 1, DRV_BLOCKS, 4, 1);

/* Data of which the block size is told right are taken for written. */
static void ps_mode_select(bool write)
{
	bool ten = drv_random(2);
	u8 *data = drv_target_data();
	struct scsi_device *sd;
	unsigned int size;

	/* Half of them have no block descriptor. */
	if (drv_random(2) && drv->len >= 8)
		memset(data + (ten ? 6 : 3), 0, ten ? 2 : 1);
	drv_begin(data, drv->len);
	sd = ps_complete(true, ten);
	if (ten)
		size = drv->len < 16 || !get_unaligned_be16(data + 6) ? 1 :
			get_unaligned_be24(data + 13);
	else
		size = drv->len < 12 || !data[3] ? 1 : get_unaligned_be24(data + 9);
	if (sd->sector_size == size)
		drv_push_buf(data, drv->len);
	kfree(data);
	kfree(sd);
}

DRV_SUITE_WRITE(target_mode_select, ps_mode_select, 1, DRV_BLOCKS, 8, 1);
