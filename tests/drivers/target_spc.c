// SPDX-License-Identifier: GPL-2.0
/* target: short responses, to lists of up to six small pieces. */
#include "drv.h"
#include "drv_target.h"

/* There is not always memory for that, which a short response does not need. */
#define transport_kmap_data_sg(cmd) (drv_random(8) ? transport_kmap_data_sg(cmd) : NULL)

#include <../drivers/target/target_core_spc.c>

static u64 spc_last;		/* the last block of the device */

static sector_t spc_blocks(struct se_device *dev)
{
	return spc_last;
}

/* What is in the header of the data, and their length, or 0 if it fills all data with zeros. */
static unsigned int spc_command(struct se_cmd *cmd, u8 *answer)
{
	struct drv_target *target = container_of(cmd, struct drv_target, cmd);
	u8 *cdb = cmd->t_task_cdb;
	unsigned int i, n;

	switch (drv_random(5)) {
	case 0:				/* block device characteristics */
		cdb[0] = INQUIRY;
		cdb[1] = 1;
		cdb[2] = 0xb1;
		target->dev.dev_attrib.is_nonrot = drv_random(2);
		answer[1] = 0xb1;
		answer[3] = 0x3c;
		answer[5] = target->dev.dev_attrib.is_nonrot;
		return 0;
	case 1:				/* informational exceptions, without a block descriptor */
		cdb[0] = MODE_SENSE;
		cdb[1] = 8;
		cdb[2] = 0x1c;
		target->lun.lun_access_ro = drv_random(2);
		answer[0] = 15;
		answer[2] = target->lun.lun_access_ro ? 0x80 : 0;
		answer[4] = 0x1c;
		answer[5] = 10;
		return 0;
	case 2:				/* no sense, in descriptors if the device is large */
		cdb[0] = REQUEST_SENSE;
		spc_last = drv_random(2) ? U32_MAX : 1ULL << 40;
		target->backend.get_blocks = spc_blocks;
		answer[0] = spc_last > U32_MAX ? 0x72 : 0x70;
		if (spc_last <= U32_MAX)
			answer[7] = 10;
		return 0;
	case 3:				/* of INQUIRY */
		cdb[0] = MAINTENANCE_IN;
		cdb[1] = MI_REPORT_SUPPORTED_OPERATION_CODES;
		cdb[2] = 1;
		cdb[3] = INQUIRY;
		target->dev.dev_attrib.emulate_rsoc = 1;
		memcpy(answer, "\0\3\0\6\x12\1\xff\xff\xff\0", 10);
		return 10;
	default:			/* the length, which is that of all, and a string */
		cdb[0] = MAINTENANCE_IN;
		cdb[1] = MI_REPORT_IDENTIFYING_INFORMATION;
		cdb[10] = 2 << 1;
		put_unaligned_be32(260, cdb + 6);
		n = drv_random(90);
		for (i = 0; i < n; i++)
			answer[4 + i] = target->dev.t10_wwn.pd_text_id_info[i] =
				'a' + drv_random(26);
		n += n ? 5 : 4;
		put_unaligned_be16(n, answer + 2);
		return n;
	}
}

/* The initiator may have room for more than the command has data. */
static void spc_respond(bool write)
{
	struct se_cmd *cmd = drv_target_cmd(write);
	u8 answer[128] = {};
	unsigned int size, len = spc_command(cmd, answer) ?: sizeof(answer);

	if (drv_random(2))
		cmd->data_length = 1 + drv_random(drv->len);
	len = min(len, cmd->data_length);
	spc_parse_cdb(cmd, &size);
	cmd->execute_cmd(cmd);
	drv_answer(answer, 0, len);
	if (!completion_done(&cmd->t_transport_stop_comp))
		drv->pos = 0;
	kfree(cmd);
}

DRV_SUITE_READ(target_spc, spc_respond, 1, DRV_BLOCKS, 16, 1);
