// SPDX-License-Identifier: GPL-2.0
/*
 * pm80xx: an SMP response in direct mode, which comes in the firmware's message.  Unmapping
 * its buffer writes to it, as it does with a bounce buffer.  In a second suite that does
 * not, and the response can be longer than the buffer.
 */
#include "drv.h"
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
