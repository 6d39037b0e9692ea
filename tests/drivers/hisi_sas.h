/* SPDX-License-Identifier: GPL-2.0 */
/* hisi_sas: an SMP response, of 1 KiB, which the adapter has put into the slot. */
#include "drv.h"
#include <linux/libata.h>
#include <scsi/sas_ata.h>
#include <../drivers/scsi/hisi_sas/hisi_sas.h>

#define hisi_sas_slot_task_free(hba, task, slot, lock)	((void)(slot))
#define hisi_sas_sata_done(task, slot)			((void)(slot))
#define sas_ssp_task_response(dev, task, iu)		((void)(iu))
#define sas_ata_device_link_abort(device, force)	((void)(device))
#define sas_task_abort(task)				((void)(task))

static void hisi_complete(void (*complete)(struct hisi_hba *hba, struct hisi_sas_slot *slot))
{
	struct {
		struct hisi_hba hba;
		struct hisi_sas_slot slot;
		struct hisi_sas_port port;
		struct hisi_sas_device sas_dev;
		struct asd_sas_port sas_port;
		struct domain_device device;
		struct sas_task task;
		struct hisi_sas_slot_buf_table buf;
		u8 complete_hdr[64];
	} *hisi = kzalloc(sizeof(*hisi), GFP_KERNEL);
	unsigned int i;

	for (i = 0; i < 1024; i++)
		hisi->buf.status_buffer.iu[i] = drv_random(256);
	hisi->hba.complete_hdr[0] = (void *)hisi->complete_hdr;
	hisi->slot.task = &hisi->task;
	hisi->slot.port = &hisi->port;
	hisi->slot.buf = &hisi->buf;
	hisi->port.port_attached = 1;
	hisi->device.port = &hisi->sas_port;
	hisi->device.lldd_dev = &hisi->sas_dev;
	spin_lock_init(&hisi->task.task_state_lock);
	hisi->task.dev = &hisi->device;
	hisi->task.lldd_task = &hisi->slot;
	hisi->task.task_proto = SAS_PROTOCOL_SMP;
	hisi->task.smp_task.smp_resp = drv->sg[0];
	complete(&hisi->hba, &hisi->slot);
	drv_answer(hisi->buf.status_buffer.iu, 0, 1024);
	kfree(hisi);
}
