// SPDX-License-Identifier: GPL-2.0
/*
 * target: functions of the kernel's own target core. transport_kmap_data_sg(), the copy of
 * protection information from and to the device, and the checksums of blocks.
 */
#include "drv.h"
#include <linux/crc-t10dif.h>
#include <linux/t10-pi.h>
#include <target/target_core_base.h>
#include <target/target_core_backend.h>

static struct se_cmd *target_cmd(bool write)
{
	struct se_cmd *cmd = kzalloc(sizeof(*cmd), GFP_KERNEL);

	cmd->t_data_sg = drv->sg;
	cmd->t_data_nents = drv->entries;
	cmd->data_length = drv->len;
	cmd->data_direction = write ? DMA_TO_DEVICE : DMA_FROM_DEVICE;
	return cmd;
}

static void target_map(bool write)
{
	struct se_cmd *cmd = target_cmd(write);
	u8 *buf = transport_kmap_data_sg(cmd);

	if (write)
		drv_push_buf(buf, drv->len);
	else
		drv_pull_buf(buf, drv->len);
	transport_kunmap_data_sg(cmd);
	kfree(cmd);
}

DRV_SUITE(target_map, target_map, 1, DRV_BLOCKS, DRV_BLOCK, 1);

/* The device's list is the other one, whose pages hold eight bytes less than they could. */
static void target_prot(bool write)
{
	const unsigned int piece = PAGE_SIZE - 8, n = DIV_ROUND_UP(drv->len, piece);
	struct se_device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	struct scatterlist *sg = kmalloc_array(n, sizeof(*sg), GFP_KERNEL);
	struct se_cmd *cmd = target_cmd(write);
	unsigned int i;

	sg_init_table(sg, n);
	for (i = 0; i < n; i++) {
		sg_set_page(&sg[i], alloc_page(GFP_KERNEL), piece, 8);
		if (!write)
			drv_pull_buf(sg_virt(&sg[i]), piece);
	}
	dev->prot_length = 8;
	cmd->se_dev = dev;
	cmd->t_prot_sg = drv->sg;
	cmd->t_prot_nents = drv->entries;
	sbc_dif_copy_prot(cmd, drv->len / 8, !write, sg, 0);
	for (i = 0; i < n; i++) {
		if (write)
			drv_push_buf(sg_virt(&sg[i]), piece);
		__free_page(sg_page(&sg[i]));
	}
	drv->pos = drv->len;
	kfree(sg);
	kfree(dev);
	kfree(cmd);
}

DRV_SUITE(target_prot, target_prot, 8, DRV_BLOCKS, DRV_BLOCK, 8);

/* A block whose checksum is that of what it must be is taken for written. */
static void target_dif(bool write)
{
	const unsigned int n = drv->len / 512;
	struct t10_pi_tuple *tuple = kcalloc(n, sizeof(*tuple), GFP_KERNEL);
	struct se_device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	u8 *data = kmalloc(drv->len, GFP_KERNEL);
	struct se_cmd *cmd = target_cmd(write);
	struct scatterlist sg;
	unsigned int i, k, at = 0;

	for (i = 0; i < drv->entries; at += drv->sg[i++].length)
		memcpy(data + at, drv->flat + drv->at[i], drv->sg[i].length);
	sg_init_one(&sg, tuple, n * sizeof(*tuple));
	dev->dev_attrib.block_size = 512;
	cmd->se_dev = dev;
	cmd->t_prot_sg = &sg;
	cmd->t_prot_nents = 1;
	sbc_dif_generate(cmd);
	for (i = 0; i < n; i++) {
		bool same = be16_to_cpu(tuple[i].guard_tag) == crc_t10dif(data + i * 512, 512);

		for (k = 0; k < 512; k++)
			drv_push(same ? data[i * 512 + k] : 0);
	}
	kfree(data);
	kfree(tuple);
	kfree(dev);
	kfree(cmd);
}

DRV_SUITE_WRITE(target_dif, target_dif, 4, DRV_BLOCKS, DRV_BLOCK, 512);
