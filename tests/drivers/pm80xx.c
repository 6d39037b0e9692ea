// SPDX-License-Identifier: GPL-2.0
/*
 * pm80xx: an SMP response in direct mode, which comes in the firmware's message.  Unmapping
 * its buffer writes to it, as it does with a bounce buffer.  In a second suite that does
 * not, and the response can be longer than the buffer.  The third is about the request:
 * one of 8 bytes is in the message in direct mode, of others the header.
 */
#include "drv.h"
#include <linux/dma-mapping.h>
#include <../drivers/scsi/pm8001/pm8001_sas.h>

static bool pm_bounced;

/* In place of pm8001_ccb_task_free(): what it does with the response. */
static void pm_task_free(struct pm8001_ccb_info *ccb)
{
	if (pm_bounced)
		sg_copy_from_buffer(&ccb->task->smp_task.smp_resp, 1,
				    drv->flat + drv->at[0], drv->len);
}

#define pm8001_ccb_task_free(ha, ccb) pm_task_free(ccb)
static int pm_map(struct scatterlist *sg);
static int pm_send(u32 opcode, void *message);

#undef dma_map_sg
#undef dma_unmap_sg
#define dma_map_sg(dev, sg, nents, dir) pm_map(sg)
#define dma_unmap_sg(dev, sg, nents, dir) ((void)(sg))
#define pm8001_mpi_build_cmd(ha, q, opcode, message, len, tag) pm_send(opcode, message)
#define pm8001_handle_event(ha, data, handler) ((void)(data))

#include <../drivers/scsi/pm8001/pm80xx_hwi.c>

static void pm_done(struct sas_task *task)
{
}

static void pm_run(bool bounced, unsigned int len)
{
	struct pm8001_hba_info *ha = kzalloc(sizeof(*ha), GFP_KERNEL);
	struct pm8001_ccb_info *ccb = kzalloc(sizeof(*ccb), GFP_KERNEL);
	struct domain_device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	struct sas_task *task = kzalloc(sizeof(*task), GFP_KERNEL);
	struct {
		u32 header;
		struct smp_completion_resp resp;
	} *msg = kzalloc(sizeof(*msg), GFP_KERNEL);
	unsigned int i;

	pm_bounced = bounced;
	for (i = 0; i < sizeof(msg->resp._r_a); i++)
		msg->resp._r_a[i] = drv_random(256);
	msg->resp.param = cpu_to_le32(len);
	ha->ccb_info = ccb;
	ha->smp_exp_mode = SMP_DIRECT;
	ccb->task = task;
	spin_lock_init(&task->task_state_lock);
	task->dev = dev;
	task->lldd_task = ccb;
	task->task_done = pm_done;
	task->smp_task.smp_req.length = 8;	/* direct mode, and after the series */
	task->smp_task.smp_resp = drv->sg[0];
	spin_lock_irq(&drv->lock);
	mpi_smp_completion(ha, msg);
	spin_unlock_irq(&drv->lock);
	drv_answer(msg->resp._r_a, 0, len);
	kfree(msg);
	kfree(task);
	kfree(dev);
	kfree(ccb);
	kfree(ha);
}

static void pm_response(bool write)
{
	pm_run(true, min(drv->len, 252));
}

static void pm_excess(bool write)
{
	pm_run(false, 252);
}

DRV_SUITE_READ(pm80xx, pm_response, 4, 1, 252, 1);
DRV_SUITE_READ(pm80xx_excess, pm_excess, 4, 1, 252, 1);

#define PM_BUS 0x12340000

static int pm_map(struct scatterlist *sg)
{
	sg_dma_address(sg) = PM_BUS;
	sg_dma_len(sg) = sg->length;
	return 1;
}

/* What the firmware sends.  The last four bytes are the place of the checksum. */
static int pm_send(u32 opcode, void *message)
{
	struct smp_req *req = message;
	u8 buf[16] = {};
	u32 at = le64_to_cpu(req->long_smp_req.long_req_addr) - PM_BUS;
	u32 size = le32_to_cpu(req->long_smp_req.long_req_size);

	if (opcode != OPC_INB_SMP_REQUEST)
		return 0;
	if (le32_to_cpu(req->len_ip_ir) & 2) {
		drv_data(buf, sizeof(buf));
		memcpy(buf, req->smp_req16, 4);
		if (at != 4 || size != drv->len - 8)
			return 0;
	} else {
		memcpy(buf, req->smp_req16, 8);
		if (le32_to_cpu(req->len_ip_ir) >> 16 != 4)
			return 0;
	}
	drv_push_buf(buf, drv->len);
	return 0;
}

static void pm_request(bool write)
{
	struct pm8001_hba_info *ha = kzalloc(sizeof(*ha), GFP_KERNEL);
	struct pm8001_ccb_info *ccb = kzalloc(sizeof(*ccb), GFP_KERNEL);
	struct domain_device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	struct sas_task *task = kzalloc(sizeof(*task), GFP_KERNEL);
	struct pm8001_device pm_dev = {};

	dev->lldd_dev = &pm_dev;
	task->dev = dev;
	task->smp_task.smp_req = drv->sg[0];
	sg_init_table(&task->smp_task.smp_resp, 1);
	task->smp_task.smp_resp.length = 8;
	ccb->task = task;
	spin_lock_irq(&drv->lock);
	pm80xx_chip_smp_req(ha, ccb);
	spin_unlock_irq(&drv->lock);
	kfree(task);
	kfree(dev);
	kfree(ccb);
	kfree(ha);
}

DRV_SUITE_WRITE(pm80xx_request, pm_request, 4, 1, 16, 8);
