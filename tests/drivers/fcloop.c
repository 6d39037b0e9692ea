// SPDX-License-Identifier: GPL-2.0
/*
 * fcloop: the target transfers the data of a request in some pieces, to and from pages of its
 * own, which are never in highmem.
 */
#include "drv.h"
/* It has its own. */
#undef pr_fmt
#include <../drivers/nvme/target/fcloop.c>

static void fcl_done(struct nvmefc_tgt_fcp_req *req)
{
}

static void fcl_transfer(bool write)
{
	struct nvmefc_fcp_req *ini = kzalloc(sizeof(*ini), GFP_KERNEL);
	struct fcloop_fcpreq *tgt = kzalloc(sizeof(*tgt), GFP_KERNEL);
	struct nvmefc_tgt_fcp_req *req = &tgt->tgt_fcp_req;
	unsigned int at, len, done = 0;
	struct sg_table table;

	ini->first_sgl = drv->sg;
	ini->sg_cnt = drv->entries;
	tgt->fcpreq = ini;
	spin_lock_init(&tgt->reqlock);
	req->done = fcl_done;
	req->op = write ? NVMET_FCOP_WRITEDATA : NVMET_FCOP_READDATA;
	for (; done < drv->len; done += len) {
		struct scatterlist *sg;
		unsigned int i;

		len = 1 + drv_random(drv->len - done);
		sg_alloc_table(&table, DIV_ROUND_UP(len, PAGE_SIZE), GFP_KERNEL);
		for_each_sg(table.sgl, sg, table.nents, i) {
			at = i * PAGE_SIZE;
			sg_set_page(sg, alloc_page(GFP_KERNEL), min(len - at, PAGE_SIZE), 0);
			if (!write)
				drv_pull_buf(sg_virt(sg), sg->length);
		}
		req->sg = table.sgl;
		req->sg_cnt = table.nents;
		req->offset = done;
		req->transfer_length = len;
		fcloop_fcp_op(NULL, req);
		for_each_sg(table.sgl, sg, table.nents, i) {
			if (write)
				drv_push_buf(sg_virt(sg), sg->length);
			__free_page(sg_page(sg));
		}
		sg_free_table(&table);
	}
	if (ini->transferred_length != drv->len)
		drv->pos = 0;
	kfree(tgt);
	kfree(ini);
}

DRV_SUITE(fcloop, fcl_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
