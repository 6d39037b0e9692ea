// SPDX-License-Identifier: GPL-2.0
/*
 * target: persistent reservations.  READ FULL STATUS with data of any length, and REGISTER
 * AND MOVE, as far as the port, which is about to go.
 */
#include "drv.h"
#include "drv_target.h"

#define transport_kmap_data_sg(cmd) drv_target_kmap(cmd)
#define transport_kunmap_data_sg(cmd) drv_target_kunmap(cmd)
#define target_depend_item(item) ((void)(item), -ENOENT)

#include <../drivers/target/target_core_pr.c>

/* A command of an initiator that has registered a key. */
static struct se_cmd *pr_cmd(bool write, struct t10_pr_registration *reg)
{
	struct se_cmd *cmd = drv_target_cmd(write);
	struct t10_reservation *pr = &cmd->se_dev->t10_pr;

	spin_lock_init(&cmd->se_dev->dev_reservation_lock);
	spin_lock_init(&pr->registration_lock);
	INIT_LIST_HEAD(&pr->registration_list);
	list_add_tail(&reg->pr_reg_list, &pr->registration_list);
	reg->pr_reg_nacl = cmd->se_sess->se_node_acl;
	reg->pr_res_key = 1 + drv_random(U32_MAX);
	return cmd;
}

/* Two SAS initiators, the second of which holds a reservation. */
static void pr_full_status(bool write)
{
	static const char * const names[] = { "naa.5000c50012345678", "naa.600140fedcba9876" };
	struct t10_pr_registration *reg = kcalloc(2, sizeof(*reg), GFP_KERNEL);
	struct se_cmd *cmd = pr_cmd(write, &reg[0]);
	struct t10_reservation *pr = &cmd->se_dev->t10_pr;
	struct se_node_acl *nacl = kcalloc(2, sizeof(*nacl), GFP_KERNEL);
	u8 answer[8 + 2 * 48] = {}, *p = answer + 8, *zeros = kzalloc(drv->len, GFP_KERNEL);
	unsigned int i, n = drv->len < 8 ? 0 : min((drv->len - 8) / 48, 2);
	const u32 generation = drv_random(U32_MAX);
	sense_reason_t ret;

	cmd->se_sess->se_tpg->proto_id = SCSI_PROTOCOL_SAS;
	pr->pr_generation = generation;
	reg[1] = reg[0];
	reg[1].pr_res_holder = 1;
	reg[1].pr_res_type = PR_TYPE_WRITE_EXCLUSIVE;
	list_add_tail(&reg[1].pr_reg_list, &pr->registration_list);
	put_unaligned_be32(generation, answer);
	/* Of a descriptor that does not fit nothing is sent. */
	put_unaligned_be32(n * 48, answer + 4);
	for (i = 0; i < n; i++, p += 48) {
		put_unaligned_be64(reg[i].pr_res_key, p);
		p[12] = i;
		p[13] = i ? PR_TYPE_WRITE_EXCLUSIVE : 0;
		put_unaligned_be16(7 + i, p + 18);
		put_unaligned_be32(24, p + 20);
		p[24] = SCSI_PROTOCOL_SAS;
		put_unaligned_be64(i ? 0x600140fedcba9876ULL : 0x5000c50012345678ULL, p + 28);
	}
	for (i = 0; i < 2; i++) {
		strscpy(nacl[i].initiatorname, names[i]);
		nacl[i].se_tpg = cmd->se_sess->se_tpg;
		reg[i].pr_reg_nacl = &nacl[i];
		reg[i].tg_pt_sep_rtpi = 7 + i;
	}

	/* They are cleared when a command is submitted. */
	drv_begin(zeros, drv->len);
	ret = core_scsi3_pri_read_full_status(cmd);
	if (ret == (drv->len < 8 ? TCM_INVALID_CDB_FIELD : TCM_NO_SENSE))
		drv_answer(answer, 0, drv->len < 8 ? 0 : sizeof(answer));
	kfree(zeros);
	kfree(nacl);
	kfree(reg);
	kfree(cmd);
}

DRV_SUITE_READ(target_full_status, pr_full_status, 1, DRV_BLOCKS, 32, 1);

/* A list that is told to be right, or wrong, is taken for written if that is so. */
static void pr_move(bool write)
{
	struct t10_pr_registration *reg = kzalloc(sizeof(*reg), GFP_KERNEL);
	struct se_cmd *cmd = pr_cmd(write, reg);
	struct drv_target *target = container_of(cmd, struct drv_target, cmd);
	struct se_device *dev = cmd->se_dev;
	u8 *data = drv_target_data();
	sense_reason_t ret;
	bool good;

	/* Some have no TransportID, and of some the length is not that of the data. */
	good = drv->len > 24 && drv_random(4);
	put_unaligned_be16(7, data + 18);
	put_unaligned_be32(drv->len > 24 && !good ? drv_random(24) : drv->len - 24, data + 20);
	drv_begin(data, drv->len);
	target->tpg.tpg_rtpi = 7;
	spin_lock_init(&dev->se_port_lock);
	INIT_LIST_HEAD(&dev->dev_sep_list);
	list_add(&target->lun.lun_dev_link, &dev->dev_sep_list);
	ret = core_scsi3_emulate_pro_register_and_move(cmd, reg->pr_res_key, 1, 0, 0);
	if (ret == (good ? TCM_LOGICAL_UNIT_COMMUNICATION_FAILURE : TCM_INVALID_PARAMETER_LIST))
		drv_push_buf(data, drv->len);
	kfree(data);
	kfree(reg);
	kfree(cmd);
}

DRV_SUITE_WRITE(target_move, pr_move, 1, DRV_BLOCKS, 16, 24);
