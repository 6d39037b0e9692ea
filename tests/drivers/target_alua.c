// SPDX-License-Identifier: GPL-2.0
/* target: REPORT REFERRALS and SET TARGET PORT GROUPS, with data of any length. */
#include "drv.h"
#include "drv_target.h"

#define transport_kmap_data_sg(cmd) drv_target_kmap(cmd)
#define transport_kunmap_data_sg(cmd) drv_target_kunmap(cmd)

#include <../drivers/target/target_core_alua.c>

/* Two segments of blocks.  The first is in one group, the second in two. */
static void alua_referrals(bool write)
{
	struct se_cmd *cmd = drv_target_cmd(write);
	struct t10_alua *alua = &cmd->se_dev->t10_alua;
	struct t10_alua_lba_map_member mem[3] = {};
	struct t10_alua_lba_map map[2] = {};
	u8 answer[96] = {}, *p = answer + 4, *zeros = kzalloc(drv->len, GFP_KERNEL);
	unsigned int i, k, cut = drv->len, number = 0;

	spin_lock_init(&alua->lba_map_lock);
	INIT_LIST_HEAD(&alua->lba_map_list);
	answer[3] = 2 * 20 + 3 * 4;
	for (i = 0, k = 0; i < 2; i++) {
		INIT_LIST_HEAD(&map[i].lba_map_mem_list);
		list_add_tail(&map[i].lba_map_list, &alua->lba_map_list);
		map[i].lba_map_first_lba = ~0ULL << drv_random(32);
		map[i].lba_map_last_lba = ~0ULL >> drv_random(32);
		p[3] = i + 1;
		put_unaligned_be64(map[i].lba_map_first_lba, p + 4);
		put_unaligned_be64(map[i].lba_map_last_lba, p + 12);
		/* Of a block number that does not fit nothing is sent. */
		if (drv->len > p - answer + 4 && drv->len < p - answer + 12)
			cut = p - answer + 4;
		if (drv->len > p - answer + 12 && drv->len < p - answer + 20)
			cut = p - answer + 12;
		for (p += 20; k < (i ? 3 : 1); k++, p += 4) {
			list_add_tail(&mem[k].lba_map_mem_list, &map[i].lba_map_mem_list);
			mem[k].lba_map_mem_alua_state = p[0] = 1 + k;
			mem[k].lba_map_mem_alua_pg_id = number = drv_random(65536);
			put_unaligned_be16(number, p + 2);
		}
	}
	if (cut < drv->len)
		memset(answer + cut, 0, sizeof(answer) - cut);

	/* They are cleared when a command is submitted. */
	drv_begin(zeros, drv->len);
	if ((target_emulate_report_referrals(cmd) == TCM_NO_SENSE) != (drv->len >= 4))
		answer[3] = 0;
	drv_answer(answer, 0, drv->len < 4 ? 0 : sizeof(answer));
	kfree(zeros);
	kfree(cmd);
}

DRV_SUITE_READ(target_referrals, alua_referrals, 1, DRV_BLOCKS, 16, 1);

/*
 * All ports of the list go offline, and one whose descriptor is not complete does not.  What
 * the list says of ports where this is so is taken for written.
 */
static void alua_set(bool write)
{
	struct se_cmd *cmd = drv_target_cmd(write);
	struct se_device *dev = cmd->se_dev;
	const unsigned int n = drv->len < 4 ? 0 : (drv->len - 4) / 4;
	struct drv_target *target = container_of(cmd, struct drv_target, cmd);
	struct t10_alua_tg_pt_gp *gp = kzalloc(sizeof(*gp), GFP_KERNEL);
	struct se_lun *lun = kcalloc(n + 1, sizeof(*lun), GFP_KERNEL);
	struct se_portal_group *tpg = kcalloc(n + 1, sizeof(*tpg), GFP_KERNEL);
	u8 *data = kzalloc(drv->len + 8, GFP_KERNEL);
	sense_reason_t ret;
	unsigned int i;

	gp->tg_pt_gp_alua_access_type = TPGS_EXPLICIT_ALUA;
	gp->tg_pt_gp_alua_supported_states = ALUA_O_SUP;
	rcu_assign_pointer(target->lun.lun_tg_pt_gp, gp);
	spin_lock_init(&dev->se_port_lock);
	INIT_LIST_HEAD(&dev->dev_sep_list);
	for (i = 0; i <= n; i++) {
		tpg[i].tpg_rtpi = 1000 + i;
		lun[i].lun_tpg = &tpg[i];
		rcu_assign_pointer(lun[i].lun_tg_pt_gp, gp);
		list_add(&lun[i].lun_dev_link, &dev->dev_sep_list);
		if (4 + 4 * i < drv->len) {
			data[4 + 4 * i] = ALUA_ACCESS_STATE_OFFLINE;
			put_unaligned_be16(1000 + i, data + 4 + 4 * i + 2);
		}
	}
	drv_begin(data, drv->len);
	ret = target_emulate_set_target_port_groups(cmd);
	for (i = 0; i <= n; i++)
		if (atomic_read(&lun[i].lun_tg_pt_secondary_offline) != (i < n))
			ret = TCM_NO_SENSE + 1;
	if (ret == (drv->len < 4 ? TCM_INVALID_PARAMETER_LIST : TCM_NO_SENSE))
		drv_push_buf(data, drv->len);
	kfree(data);
	kfree(tpg);
	kfree(lun);
	kfree(gp);
	kfree(cmd);
}

DRV_SUITE_WRITE(target_set_groups, alua_set, 1, DRV_BLOCKS, 16, 1);
