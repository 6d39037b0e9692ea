// SPDX-License-Identifier: GPL-2.0
/* megaraid: what it answers to MODE SENSE, zeros. */
#include "drv.h"
#include "drv_scsi.h"

#define scsi_done(cmd) ((void)(cmd))

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
