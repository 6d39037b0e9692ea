// SPDX-License-Identifier: GPL-2.0
/* megaraid_mbox: what it answers to MODE SENSE, zeros. */
#include "drv.h"
#include "drv_scsi.h"

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
