// SPDX-License-Identifier: GPL-2.0
/*
 * megaraid: what it answers to MODE SENSE, zeros.  In a second suite it looks at the first
 * byte of an INQUIRY, to hide disks, after a command of its own.
 */
#include "drv.h"
#include "drv_scsi.h"

#define scsi_done(cmd) ((void)(cmd))
#define scsi_dma_unmap(cmd) drv_scsi_unmap(cmd)

#include <../drivers/scsi/megaraid.c>

static void megaraid_mode_sense(bool write)
{
	static const u8 zeros[256];
	adapter_t *adapter = kzalloc(sizeof(*adapter), GFP_KERNEL);
	struct scsi_cmnd *cmd = drv_scsi_cmd(0);
	enum scsi_qc_status busy = 0;

	adapter->logdrv_chan[0] = 1;
	cmd->cmnd[0] = MODE_SENSE;
	cmd->cmnd[4] = drv_random(256);
	mega_build_cmd(adapter, cmd, &busy);
	drv_answer(zeros, 0, cmd->cmnd[4]);
	kfree(cmd);
	kfree(adapter);
}

DRV_SUITE_READ(megaraid, megaraid_mode_sense, 1, DRV_BLOCKS, DRV_BLOCK, 1);

static void megaraid_inquiry_done(bool write)
{
	adapter_t *adapter = kzalloc(sizeof(*adapter), GFP_KERNEL);
	struct scsi_cmnd *cmd = drv_scsi_cmd(0);
	u8 completed[] = { CMDID_INT_CMDS, 0 }, type = drv_random(2) * drv_random(32);
	scb_t scb = { .state = SCB_ISSUED, .cmd = cmd, .dma_type = MEGA_SGLIST };

	adapter->mega_ch_class = 1;
	adapter->scb_list = &scb;
	INIT_LIST_HEAD(&adapter->free_list);
	INIT_LIST_HEAD(&adapter->completed_list);
	INIT_LIST_HEAD(&adapter->int_scb.list);
	INIT_LIST_HEAD(&scb.list);
	init_completion(&adapter->int_waitq);
	cmd->cmnd[0] = INQUIRY;
	drv_scsi_bounce(type);
	spin_lock_irq(&drv->lock);
	mega_cmd_done(adapter, completed, 2, 0);
	spin_unlock_irq(&drv->lock);
	drv_looked(completion_done(&adapter->int_waitq) && cmd->resid_len == 1 &&
		   host_byte(cmd->result) == (type == TYPE_DISK ? DID_BAD_TARGET : DID_OK));
	kfree(cmd);
	kfree(adapter);
}

DRV_SUITE_WRITE(megaraid_inquiry, megaraid_inquiry_done, 1, DRV_BLOCKS, DRV_BLOCK, 1);
