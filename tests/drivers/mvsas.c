// SPDX-License-Identifier: GPL-2.0
/*
 * mvsas: an SMP response, which the adapter has put behind the error information of the
 * slot.  Unmapping its buffer writes to it, as it does with a bounce buffer.  In a second
 * suite it is the request, which has to be in words.
 */
#include "drv.h"
#include <linux/dma-mapping.h>
#include <scsi/libsas.h>

static int mv_map(struct scatterlist *sg);
static void mv_unmap(struct scatterlist *sg, int dir);

#undef dma_map_sg
#undef dma_unmap_sg
#define dma_unmap_sg(dev, sg, nents, dir) mv_unmap(sg, dir)
#define dma_map_sg(dev, sg, nents, dir) mv_map(sg)
#define sas_ssp_task_response(dev, task, iu) ((void)(iu))

#include <../drivers/scsi/mvsas/mv_sas.c>

#define MV_BUS 0x12340000

static u8 *mv_buf;
static int mv_mapped;

static int mv_map(struct scatterlist *sg)
{
	mv_mapped++;
	sg_dma_address(sg) = MV_BUS;
	sg_dma_len(sg) = sg->length;
	return 1;
}

static void mv_unmap(struct scatterlist *sg, int dir)
{
	mv_mapped--;
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

static u32 mv_prd_size(void)
{
	return 0;
}

static void mv_make_prd(struct scatterlist *scatter, int nr, void *prd)
{
}

/* The last word is made by the adapter. */
static void mvsas_request(bool write)
{
	static const struct mvs_dispatch dispatch = {
		.prd_size = mv_prd_size, .make_prd = mv_make_prd,
	};
	static const struct mvs_chip_info chip = { .dispatch = &dispatch };
	struct mvs_info *mvi = kzalloc(struct_size(mvi, slot_info, 1), GFP_KERNEL);
	struct domain_device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	struct sas_task *task = kzalloc(sizeof(*task), GFP_KERNEL);
	struct sas_phy *sphy = kzalloc(sizeof(*sphy), GFP_KERNEL);
	struct asd_sas_port port = {};
	struct asd_sas_phy phy = {}, *phys[] = { &phy };
	struct sas_ha_struct ha = { .sas_phy = phys };
	struct mvs_cmd_hdr hdr = {};
	struct mvs_task_exec_info tei = { .task = task, .hdr = &hdr };
	u8 oaf[MVS_OAF_SZ], resp[8];
	bool words = drv->len % 4 == 0;
	__le32 tx[1];
	int ret;

	mv_mapped = 0;
	mvi->sas = &ha;
	mvi->chip = &chip;
	mvi->tx = tx;
	mvi->slot_info[0].buf = oaf;
	dev->phy = sphy;
	dev->port = &port;
	task->dev = dev;
	task->smp_task.smp_req = drv->sg[0];
	sg_init_one(&task->smp_task.smp_resp, resp, sizeof(resp));
	spin_lock_irq(&drv->lock);
	ret = mvs_task_prep_smp(mvi, &tei);
	spin_unlock_irq(&drv->lock);
	drv_looked(words ? ret == 0 && le64_to_cpu(hdr.cmd_tbl) == MV_BUS && mv_mapped == 1 &&
			   (le32_to_cpu(hdr.lens) & 0xffff) == drv->len / 4 - 1 :
			   ret == -EINVAL && mv_mapped == 0);
	kfree(sphy);
	kfree(task);
	kfree(dev);
	kfree(mvi);
}

DRV_SUITE_WRITE(mvsas_request, mvsas_request, 2, 1, DRV_BLOCK, 1);
