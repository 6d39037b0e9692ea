// SPDX-License-Identifier: GPL-2.0
/*
 * iSCSI target: a part of the data is received to, or sent from, the pages of the target core,
 * which are never in highmem, and its checksum is made.
 */
#include "drv.h"
#include "drv_target.h"
#include <linux/crc32c.h>
#include <../drivers/target/iscsi/iscsi_target.c>

static void it_transfer(bool write)
{
	const unsigned int n = DIV_ROUND_UP(drv->len, PAGE_SIZE);
	struct iscsit_cmd *cmd = kzalloc(sizeof(*cmd), GFP_KERNEL);
	struct scatterlist *sg = kmalloc_array(n, sizeof(*sg), GFP_KERNEL);
	struct kvec *iov = kmalloc_array(n, sizeof(*iov), GFP_KERNEL);
	unsigned int len, done, pad;
	u8 *data = drv_target_data();
	u8 bytes[3] = { 1, 2, 3 };
	int i, count;
	u32 crc;

	/* The core's list, which another one is copied from, or to. */
	sg_init_table(sg, n);
	for (i = 0; i < n; i++)
		sg_set_page(&sg[i], alloc_page(GFP_KERNEL),
			    min(drv->len - i * PAGE_SIZE, PAGE_SIZE), 0);
	if (write)
		sg_copy_from_buffer(sg, n, data, drv->len);
	cmd->se_cmd.t_data_sg = sg;
	cmd->se_cmd.t_data_nents = n;
	for (done = 0; done < drv->len; done += len) {
		len = 1 + drv_random(drv->len - done);
		pad = drv_random(4);
		count = iscsit_map_iovec(cmd, iov, n, done, len);
		for (i = 0; i < count; i++) {
			if (write)
				drv_push_buf(iov[i].iov_base, iov[i].iov_len);
			else
				drv_pull_buf(iov[i].iov_base, iov[i].iov_len);
		}
		crc = crc32c(~0, (write ? data : drv->device) + done, len);
		if (~crc32c(crc, bytes, pad) != iscsit_crc_sglist(cmd, len, pad, bytes))
			drv->device[done] ^= 1;
	}
	if (!write) {
		sg_copy_to_buffer(sg, n, data, drv->len);
		sg_copy_from_buffer(drv->sg, drv->entries, data, drv->len);
	}
	for (i = 0; i < n; i++)
		__free_page(sg_page(&sg[i]));
	kfree(data);
	kfree(iov);
	kfree(sg);
	kfree(cmd);
}

DRV_SUITE(target_iscsi, it_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
