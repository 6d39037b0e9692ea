// SPDX-License-Identifier: GPL-2.0
/*
 * megaraid_mbox: what it answers to MODE SENSE, zeros.  In a second suite it looks at the
 * first byte of an INQUIRY, to hide disks.
 */
#include "drv.h"
#include "drv_scsi.h"

#define scsi_done(cmd) ((void)(cmd))
#define scsi_dma_unmap(cmd) drv_scsi_unmap(cmd)

#include <../drivers/scsi/megaraid/megaraid_mbox.c>

static void mbox_mode_sense(bool write)
{
	static const u8 zeros[256];
	adapter_t *adapter = kzalloc(sizeof(*adapter), GFP_KERNEL);
	mraid_device_t *raid = kzalloc(sizeof(*raid), GFP_KERNEL);
	struct scsi_cmnd *cmd = drv_scsi_cmd(sizeof(void *));
	enum scsi_qc_status busy = 0;

	adapter->raid_device = (caddr_t)raid;
	cmd->cmnd[0] = MODE_SENSE;
	cmd->cmnd[4] = drv_random(256);
	megaraid_mbox_build_cmd(adapter, cmd, &busy);
	drv_answer(zeros, 0, cmd->cmnd[4]);
	kfree(cmd);
	kfree(raid);
	kfree(adapter);
}

DRV_SUITE_READ(megaraid_mbox, mbox_mode_sense, 1, DRV_BLOCKS, DRV_BLOCK, 1);

static void mbox_inquiry(bool write)
{
	adapter_t *adapter = kzalloc(sizeof(*adapter), GFP_KERNEL);
	mraid_device_t *raid = kzalloc(sizeof(*raid), GFP_KERNEL);
	struct scsi_cmnd *cmd = drv_scsi_cmd(0);
	u8 type = drv_random(2) * drv_random(32);
	mbox_ccb_t ccb = {};
	scb_t scb = { .ccb = (caddr_t)&ccb, .scp = cmd, .state = SCB_ISSUED };

	adapter->raid_device = (caddr_t)raid;
	adapter->max_channel = 1;
	raid->channel_class = 1;
	spin_lock_init(COMPLETED_LIST_LOCK(adapter));
	spin_lock_init(SCSI_FREE_LIST_LOCK(adapter));
	INIT_LIST_HEAD(&adapter->completed_list);
	INIT_LIST_HEAD(&adapter->kscb_pool);
	list_add(&scb.list, &adapter->completed_list);
	cmd->cmnd[0] = INQUIRY;
	drv_scsi_bounce(type);
	spin_lock_irq(&drv->lock);
	megaraid_mbox_dpc((unsigned long)adapter);
	spin_unlock_irq(&drv->lock);
	drv_looked(cmd->resid_len == 1 &&
		   host_byte(cmd->result) == (type == TYPE_DISK ? DID_BAD_TARGET : DID_OK));
	kfree(cmd);
	kfree(raid);
	kfree(adapter);
}

DRV_SUITE_WRITE(megaraid_mbox_inquiry, mbox_inquiry, 1, DRV_BLOCKS, DRV_BLOCK, 1);
