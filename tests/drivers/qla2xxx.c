// SPDX-License-Identifier: GPL-2.0
/*
 * qla2xxx: protection information of 8 bytes for each block.  The firmware has found a
 * block whose information is not to be checked, which the driver then marks as that.
 */
#include "drv.h"
#include "drv_scsi.h"
#include <../drivers/scsi/qla2xxx/qla_def.h>

#define ql_dbg(...) qla_say(__VA_ARGS__)
#define ql_log(...) qla_say(__VA_ARGS__)

static void qla_say(uint level, scsi_qla_host_t *vha, uint id, const char *format, ...)
{
}

#include <../drivers/scsi/qla2xxx/qla_isr.c>

static void qla_marked(bool write)
{
	struct {
		struct request rq;
		struct scsi_cmnd cmd;
		struct scsi_device device;
		struct scsi_data_buffer prot;
		struct sts_entry_24xx status;
		struct qla_hw_data hw;
		scsi_qla_host_t vha;
		srb_t sp;
	} *qla = kzalloc(sizeof(*qla), GFP_KERNEL);
	struct scsi_cmnd *cmd = &qla->cmd;
	u32 blocks = drv->len / 8, block = drv_random(blocks + 2) - 1, lba = drv_random(1000);
	bool type3 = drv_random(2), valid = block < blocks;
	int ret;

	drv_scsi_map(drv_random(2));
	qla->rq.__sector = lba;
	qla->device.sector_size = 512;
	qla->prot.table.sgl = drv->sg;
	qla->prot.table.nents = drv->entries;
	cmd->device = &qla->device;
	cmd->prot_sdb = &qla->prot;
	cmd->prot_type = type3 ? SCSI_PROT_DIF_TYPE3 : SCSI_PROT_DIF_TYPE1;
	cmd->sdb.length = blocks * 512;
	qla->vha.hw = &qla->hw;
	qla->sp.vha = &qla->vha;
	qla->sp.u.scmd.cmd = cmd;
	/* The application tag of what was read, the reference tags of that and of the block. */
	memset(qla->status.data + 12, 0xff, 8);
	put_unaligned_le32(lba + block, qla->status.data + 24);
	spin_lock_irq(&drv->lock);
	ret = qla2x00_handle_dif_error(&qla->sp, &qla->status);
	spin_unlock_irq(&drv->lock);
	drv_answer("\xff\xff\xff\xff\xff\xff", 8 * block + 2, !valid ? 0 : type3 ? 6 : 2);
	if (ret != !valid || (valid && scsi_get_resid(cmd) != (blocks - block - 1) * 512))
		drv->pos = 0;
	kfree(qla);
}

DRV_SUITE_READ(qla2xxx, qla_marked, 8, DRV_BLOCKS, DRV_BLOCK, 8);
