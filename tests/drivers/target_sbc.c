// SPDX-License-Identifier: GPL-2.0
/*
 * target: block commands.  READ CAPACITY, the comparison of COMPARE AND WRITE, the copy of
 * protection information from and to the device, and the checksums of blocks.
 */
#include "drv.h"
#include "drv_target.h"
#include <linux/crc-t10dif.h>

/* There is not always memory for that, which a short response does not need. */
#define transport_kmap_data_sg(cmd) (drv_random(8) ? transport_kmap_data_sg(cmd) : NULL)

#include <../drivers/target/target_core_sbc.c>

static u64 sbc_last;		/* the last block of the device */

static sector_t sbc_blocks(struct se_device *dev)
{
	return sbc_last;
}

/* The initiator may have room for more than the command has data, as in all responses. */
static void sbc_capacity(bool write)
{
	struct se_cmd *cmd = drv_target_cmd(write);
	struct target_backend_ops *ops = &container_of(cmd, struct drv_target, cmd)->backend;
	bool sixteen = drv_random(2);
	u8 answer[32] = {};
	u32 len;

	cmd->data_length = len = drv_random(2) ? drv->len : 1 + drv_random(drv->len);
	sbc_last = drv_random(U32_MAX);
	ops->get_blocks = sbc_blocks;
	cmd->se_dev->dev_attrib.block_size = 512 << drv_random(4);
	if (sixteen) {
		put_unaligned_be64(sbc_last, answer);
		put_unaligned_be32(cmd->se_dev->dev_attrib.block_size, answer + 8);
		sbc_emulate_readcapacity_16(cmd);
	} else {
		put_unaligned_be32(sbc_last, answer);
		put_unaligned_be32(cmd->se_dev->dev_attrib.block_size, answer + 4);
		sbc_emulate_readcapacity(cmd);
	}
	drv_answer(answer, 0, min(len, sixteen ? 32 : 8));
	if (!completion_done(&cmd->t_transport_stop_comp))
		drv->pos = 0;
	kfree(cmd);
}

DRV_SUITE_READ(target_capacity, sbc_capacity, 1, DRV_BLOCKS, 16, 1);

/*
 * What is compared with is in pages of their own, 8 bytes behind their start, though those
 * that the core allocates begin there.  What is told to be the same, and to be not, after
 * one byte changes, is taken for written.
 */
static void sbc_compare(bool write)
{
	const unsigned int piece = PAGE_SIZE - 8, n = DIV_ROUND_UP(drv->len, piece);
	unsigned int i, at = drv_random(drv->len), miss = 0;
	sense_reason_t same, other;
	struct scatterlist *sg = kmalloc_array(n, sizeof(*sg), GFP_KERNEL);
	u8 *data = drv_target_data();

	sg_init_table(sg, n);
	for (i = 0; i < n; i++)
		sg_set_page(&sg[i], alloc_page(GFP_KERNEL), piece, 8);
	sg_copy_from_buffer(sg, n, data, drv->len);
	same = compare_and_write_do_cmp(sg, n, drv->sg, drv->entries, drv->len, &miss);
	*((u8 *)sg_virt(&sg[at / piece]) + at % piece) ^= 1 + drv_random(255);
	other = compare_and_write_do_cmp(sg, n, drv->sg, drv->entries, drv->len, &miss);
	if (same == TCM_NO_SENSE && other == TCM_MISCOMPARE_VERIFY && miss == at)
		drv_push_buf(data, drv->len);
	for (i = 0; i < n; i++)
		__free_page(sg_page(&sg[i]));
	kfree(data);
	kfree(sg);
}

DRV_SUITE_WRITE(target_compare, sbc_compare, 1, DRV_BLOCKS, DRV_BLOCK, 1);

/*
 * The device's list is the other one, whose pages hold eight bytes less than they could.  The
 * information begins anywhere in the first one.
 */
static void target_prot(bool write)
{
	const unsigned int piece = PAGE_SIZE - 8, off = 8 * drv_random(piece / 8);
	const unsigned int n = DIV_ROUND_UP(off + drv->len, piece);
	struct scatterlist *sg = kmalloc_array(n, sizeof(*sg), GFP_KERNEL);
	struct se_cmd *cmd = drv_target_cmd(write);
	unsigned int i;

	sg_init_table(sg, n);
	for (i = 0; i < n; i++) {
		sg_set_page(&sg[i], alloc_page(GFP_KERNEL), piece, 8);
		if (!write)
			drv_pull_buf(sg_virt(&sg[i]) + (i ? 0 : off), piece - (i ? 0 : off));
	}
	cmd->se_dev->prot_length = 8;
	cmd->t_prot_sg = drv->sg;
	cmd->t_prot_nents = drv->entries;
	sbc_dif_copy_prot(cmd, drv->len / 8, !write, sg, off);
	for (i = 0; i < n; i++) {
		if (write)
			drv_push_buf(sg_virt(&sg[i]) + (i ? 0 : off), piece - (i ? 0 : off));
		__free_page(sg_page(&sg[i]));
	}
	drv->pos = drv->len;
	kfree(sg);
	kfree(cmd);
}

DRV_SUITE(target_prot, target_prot, 8, DRV_BLOCKS, DRV_BLOCK, 8);

/*
 * A block whose tuple is that of what it must be is taken for written.  There is one more
 * tuple, in an entry of its own, for which there are no data, and which must stay as it is.
 */
static void target_dif(bool write)
{
	const unsigned int n = drv->len / 512;
	struct t10_pi_tuple *tuple = kmalloc_array(n + 1, sizeof(*tuple), GFP_KERNEL);
	const u32 lba = drv_random(U32_MAX - n);
	struct se_cmd *cmd = drv_target_cmd(write);
	bool type1 = drv_random(2), same;
	struct scatterlist sg[2];
	u8 *data = drv_target_data();
	unsigned int i;

	memset(tuple, 0x5a, (n + 1) * sizeof(*tuple));
	for (i = 0; i < n; i++)
		tuple[i].ref_tag = cpu_to_be32(~i);
	sg_init_table(sg, 2);
	sg_set_buf(&sg[0], tuple, n * sizeof(*tuple));
	sg_set_buf(&sg[1], tuple + n, sizeof(*tuple));
	cmd->se_dev->dev_attrib.block_size = 512;
	cmd->t_prot_sg = sg;
	cmd->t_prot_nents = 2;
	cmd->t_task_lba = lba;
	cmd->prot_type = type1 ? TARGET_DIF_TYPE1_PROT : TARGET_DIF_TYPE3_PROT;
	sbc_dif_generate(cmd);
	for (i = 0; i < n; i++) {
		same = be16_to_cpu(tuple[i].guard_tag) == crc_t10dif(data + i * 512, 512) &&
		       be32_to_cpu(tuple[i].ref_tag) == (type1 ? lba + i : ~i) &&
		       !tuple[i].app_tag && !memchr_inv(tuple + n, 0x5a, sizeof(*tuple));
		if (!same)
			memset(data + i * 512, 0, 512);
	}
	drv_push_buf(data, drv->len);
	kfree(data);
	kfree(tuple);
	kfree(cmd);
}

DRV_SUITE_WRITE(target_dif, target_dif, 4, DRV_BLOCKS, DRV_BLOCK, 512);

/*
 * Blocks whose tuples are right, but for some that are not to be looked at.  A block that
 * the target takes with its tuple, and not with another one, is taken for written.
 */
static void sbc_verify(bool write)
{
	const unsigned int n = drv->len / 512;
	struct t10_pi_tuple *tuple = kmalloc_array(n + 1, sizeof(*tuple), GFP_KERNEL);
	struct se_cmd *cmd = drv_target_cmd(write);
	unsigned int i, bad = drv_random(n), more = drv_random(2);
	sense_reason_t good, guard, ref;
	struct scatterlist sg;
	u8 *data = drv_target_data();

	for (i = 0; i < n + 1; i++) {
		tuple[i].guard_tag = cpu_to_be16(i < n ? crc_t10dif(data + i * 512, 512) : 0);
		tuple[i].ref_tag = cpu_to_be32(1000 + i);
		tuple[i].app_tag = 0;
		if (i != bad && i < n && !drv_random(4)) {
			tuple[i].guard_tag ^= cpu_to_be16(1);
			tuple[i].app_tag = T10_PI_APP_ESCAPE;
		}
	}
	sg_init_one(&sg, tuple, (n + 1) * sizeof(*tuple));
	cmd->se_dev->dev_attrib.block_size = 512;
	cmd->prot_type = TARGET_DIF_TYPE1_PROT;
	cmd->prot_checks = TARGET_DIF_CHECK_GUARD | TARGET_DIF_CHECK_REFTAG;
	/* Of a block more there are no data, and nothing can be said. */
	good = sbc_dif_verify(cmd, 1000, n + more, 0, &sg, 0);
	tuple[bad].ref_tag ^= cpu_to_be32(1);
	ref = sbc_dif_verify(cmd, 1000, n + more, 0, &sg, 0);
	tuple[bad].ref_tag ^= cpu_to_be32(1);
	tuple[bad].guard_tag ^= cpu_to_be16(1 << drv_random(16));
	guard = sbc_dif_verify(cmd, 1000, n + more, 0, &sg, 0);
	if (good == TCM_NO_SENSE && ref == TCM_LOGICAL_BLOCK_REF_TAG_CHECK_FAILED &&
	    guard == TCM_LOGICAL_BLOCK_GUARD_CHECK_FAILED && cmd->sense_info == 1000 + bad)
		drv_push_buf(data, drv->len);
	kfree(data);
	kfree(tuple);
	kfree(cmd);
}

DRV_SUITE_WRITE(target_verify, sbc_verify, 4, DRV_BLOCKS, DRV_BLOCK, 512);
