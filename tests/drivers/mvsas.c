// SPDX-License-Identifier: GPL-2.0
/*
 * mvsas: an SMP response, which the adapter has put behind the error information of the
 * slot.  Unmapping its buffer writes to it, as it does with a bounce buffer.
 */
#include "drv.h"
#include <linux/dma-mapping.h>
#include <scsi/libsas.h>

static void mv_unmap(struct scatterlist *sg, int dir);

#undef dma_unmap_sg
#define dma_unmap_sg(dev, sg, nents, dir) mv_unmap(sg, dir)
#define sas_ssp_task_response(dev, task, iu) ((void)(iu))

#include <../drivers/scsi/mvsas/mv_sas.c>

static u8 *mv_buf;

static void mv_unmap(struct scatterlist *sg, int dir)
{
	if (dir == DMA_FROM_DEVICE)
		sg_copy_from_buffer(sg, 1, drv->flat + drv->at[0], sg->length);
}

static void mvsas_response(bool write)
{
	struct mvs_info *mvi = kzalloc(struct_size(mvi, slot_info, 1), GFP_KERNEL);
	struct domain_device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	struct sas_task *task = kzalloc(sizeof(*task), GFP_KERNEL);
	struct mvs_slot_info *slot = mvi->slot_info;
	unsigned long tags = 1;
	int i;

	mv_buf = kzalloc(2 * DRV_BLOCK, GFP_KERNEL);
	for (i = 0; i < 2 * DRV_BLOCK; i++)
		mv_buf[i] = drv_random(256);
	spin_lock_init(&mvi->lock);
	mvi->rsvd_tags = &tags;
	dev->lldd_dev = &mvi->devices[0];
	spin_lock_init(&task->task_state_lock);
	task->dev = dev;
	task->lldd_task = slot;
	task->task_proto = SAS_PROTOCOL_SMP;
	task->smp_task.smp_resp = drv->sg[0];
	INIT_LIST_HEAD(&slot->entry);
	slot->task = task;
	slot->response = mv_buf;
	slot->port = &mvi->port[0];
	slot->port->port_attached = 1;
	spin_lock_irq(&mvi->lock);
	mvs_slot_complete(mvi, 0, 0);
	spin_unlock_irq(&mvi->lock);
	drv_answer(mv_buf + sizeof(struct mvs_err_info), 0, SB_RFB_MAX);
	kfree(mv_buf);
	kfree(task);
	kfree(dev);
	kfree(mvi);
}

DRV_SUITE_READ(mvsas, mvsas_response, 4, 1, DRV_BLOCK, 1);
