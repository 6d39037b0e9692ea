// SPDX-License-Identifier: GPL-2.0
/*
 * isci: PIO data in frames of 1 KiB.  In a second suite there is one frame, and the list
 * is mapped for DMA as by an IOMMU that makes one of all entries.
 */
#include "drv.h"
#include <../drivers/scsi/isci/request.c>

static void isci_run(bool merge)
{
	struct isci_request *ireq = kzalloc(sizeof(*ireq), GFP_KERNEL);
	struct sas_task *task = kzalloc(sizeof(*task), GFP_KERNEL);
	u8 *frame = kmalloc(SCU_MAX_FRAME_BUFFER_SIZE, GFP_KERNEL);
	struct isci_stp_request *stp_req = &ireq->stp.req;
	unsigned int i, n;

	for (i = 0; i < drv->entries; i++)
		sg_dma_len(&drv->sg[i]) = drv->sg[i].length;
	if (merge)
		sg_dma_len(drv->sg) = drv->len;
	ireq->ttype_ptr.io_task_ptr = task;
	task->scatter = drv->sg;
	task->num_scatter = merge ? 1 : drv->entries;
	task->total_xfer_len = drv->len;
	while (drv->pos < drv->len) {
		stp_req->pio_len = drv->len - drv->pos;
		if (!merge && drv_random(2))
			stp_req->pio_len = 1 + drv_random(stp_req->pio_len);
		while (stp_req->pio_len) {
			n = min(stp_req->pio_len, SCU_MAX_FRAME_BUFFER_SIZE);
			drv_pull_buf(frame, n);
			spin_lock_irq(&drv->lock);
			sci_stp_request_pio_data_in_copy_data(stp_req, frame);
			spin_unlock_irq(&drv->lock);
		}
	}
	kfree(frame);
	kfree(task);
	kfree(ireq);
}

static void isci_transfer(bool write)
{
	isci_run(false);
}

static void isci_merged(bool write)
{
	isci_run(true);
}

DRV_SUITE_READ(isci, isci_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
DRV_SUITE_READ(isci_iommu, isci_merged, 1, 2, SCU_MAX_FRAME_BUFFER_SIZE / 2, 1);
