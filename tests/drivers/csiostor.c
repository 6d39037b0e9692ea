// SPDX-License-Identifier: GPL-2.0
/*
 * csiostor: data that the adapter has put into buffers of the driver, of any lengths.
 *
 * flags: -I$(srctree)/drivers/net/ethernet/chelsio/cxgb4
 */
#include "drv.h"
#include "drv_scsi.h"
#include <../drivers/scsi/csiostor/csio_scsi.c>

#define CSIO_BUFS 20

static void csio_copy(bool write)
{
	struct csio_dma_buf *bufs = kcalloc(CSIO_BUFS, sizeof(*bufs), GFP_KERNEL);
	struct csio_ioreq *req = kzalloc(sizeof(*req), GFP_KERNEL);
	struct scsi_cmnd *cmd = drv_scsi_cmd(0);
	u32 i;

	INIT_LIST_HEAD(&req->gen_list);
	csio_scsi_cmnd(req) = cmd;
	for (i = 0; i < CSIO_BUFS && drv->pos < drv->len; i++) {
		/* The last one may have room for more. */
		bufs[i].len = i == CSIO_BUFS - 1 ? drv->len : 1 + drv_random(DRV_BLOCK);
		bufs[i].vaddr = kmalloc(bufs[i].len, GFP_KERNEL);
		drv_pull_buf(bufs[i].vaddr, bufs[i].len);
		list_add_tail(&bufs[i].list, &req->gen_list);
	}
	spin_lock_irq(&drv->lock);
	if (csio_scsi_copy_to_sgl(NULL, req) != DID_OK)
		drv->pos = 0;
	spin_unlock_irq(&drv->lock);
	while (i)
		kfree(bufs[--i].vaddr);
	kfree(cmd);
	kfree(req);
	kfree(bufs);
}

DRV_SUITE_READ(csiostor, csio_copy, 1, DRV_BLOCKS, DRV_BLOCK, 1);
