// SPDX-License-Identifier: GPL-2.0
/* ips: a pass-through command, whose data begin with four letters. */
#include "drv.h"
#include "drv_scsi.h"
#include <../drivers/scsi/ips.c>

static void ips_letters(bool write)
{
	struct scsi_cmnd *cmd = drv_scsi_cmd(0);
	char letters[] = "COPP";

	cmd->cmnd[0] = IPS_IOCTL_COMMAND;
	cmd->device->id = IPS_ADAPTER_ID;
	if (drv_random(2))
		letters[drv_random(4)]++;
	drv_begin(letters, 4);
	drv_looked(!!ips_is_passthru(cmd) == (drv->len >= 4 && !strcmp(letters, "COPP")));
	kfree(cmd);
}

/* So few bytes that it matters where they end. */
DRV_SUITE_WRITE(ips, ips_letters, 1, DRV_BLOCKS, 6, 1);
