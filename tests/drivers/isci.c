// SPDX-License-Identifier: GPL-2.0
/*
 * isci: PIO data in frames of 1 KiB.  In a second suite there is one frame, and the list
 * is mapped for DMA as by an IOMMU that makes one of all entries.  The third is about SMP,
 * a frame of which is in one entry: the adapter has the bytes of each word swapped.
 */
#include "drv.h"
#include <linux/dma-mapping.h>
#include <linux/unaligned.h>
#include <../drivers/scsi/isci/isci.h>
#include <../drivers/scsi/isci/host.h>

static int isci_map(struct scatterlist *sg);
static void isci_release(struct isci_host *ihost, u32 index);

static enum sci_status isci_continue(struct isci_request *ireq)
{
	return SCI_SUCCESS;
}

#undef dma_map_sg
#undef dma_unmap_sg
#define dma_map_sg(dev, sg, nents, dir) isci_map(sg)
#define dma_unmap_sg(dev, sg, nents, dir) ((void)(sg))
#define sci_change_state(sm, state) ((void)(sm))
#define sci_controller_complete_io(ihost, idev, ireq) ((void)(ireq))
#define sci_controller_continue_io(ireq) isci_continue(ireq)
#define sci_controller_copy_sata_response(response, header, buf) ((void)(response))
#define sci_controller_release_frame(ihost, index) isci_release(ihost, index)
#define ireq_done(ihost, ireq, task) ((void)(ireq))

#include <../drivers/scsi/isci/unsolicited_frame_control.c>
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

static struct {
	struct isci_host ihost;
	struct isci_remote_device idev;
	struct isci_port iport;
	struct isci_request ireq;
	struct scu_task_context tc;
	struct sas_task task;
	struct scu_unsolicited_frame_header header;
	u32 frame[SCU_UNSOLICITED_FRAME_BUFFER_SIZE / 4];
	u8 request[PAGE_SIZE];
} *isci;

static void isci_new(void)
{
	isci = kzalloc(sizeof(*isci), GFP_KERNEL);
	spin_lock_init(&isci->task.task_state_lock);
	isci->task.task_proto = SAS_PROTOCOL_SMP;
	isci->idev.owning_port = &isci->iport;
	isci->ireq.tc = &isci->tc;
	isci->ireq.target_device = &isci->idev;
	isci->ireq.ttype_ptr.io_task_ptr = &isci->task;
}

/* The adapter takes the first word from the task context. */
static int isci_map(struct scatterlist *sg)
{
	sg_copy_to_buffer(sg, 1, isci->request, sg->length);
	return 1;
}

/* Now the next frame may come. */
static void isci_release(struct isci_host *ihost, u32 index)
{
	memset(isci->frame, 0xa5, sizeof(isci->frame));
}

static void isci_response(bool write)
{
	u8 response[4 + SCU_UNSOLICITED_FRAME_BUFFER_SIZE] = { SMP_RESPONSE };
	unsigned int i;

	isci_new();
	for (i = 1; i < sizeof(response); i++)
		response[i] = drv_random(256);
	isci->header.data[0] = get_unaligned_be32(response);
	for (i = 0; i < ARRAY_SIZE(isci->frame); i++)
		isci->frame[i] = get_unaligned_be32(response + 4 + 4 * i);
	isci->ihost.uf_control.buffers.array[0].header = &isci->header;
	isci->ihost.uf_control.buffers.array[0].buffer = isci->frame;
	isci->ireq.owning_controller = &isci->ihost;
	isci->ireq.sm.current_state_id = SCI_REQ_SMP_WAIT_RESP;
	isci->task.smp_task.smp_resp = drv->sg[0];
	spin_lock_irq(&drv->lock);
	sci_io_request_frame_handler(&isci->ireq, 0);
	spin_unlock_irq(&drv->lock);
	drv_answer(response, 0, sizeof(response));
	kfree(isci);
}

/* Some functions of SAS 1.1 have no length: it is 2 words, or 9, and goes into the request. */
static void isci_request(bool write)
{
	static const u8 lengths[][2] = {
		{ 0x00, 0 }, { 0x10, 2 }, { 0x11, 2 }, { 0x12, 2 }, { 0x13, 2 },
		{ 0x90, 9 }, { 0x91, 9 }, { 0x92, 9 },
	};
	const u8 *kind = lengths[drv_random(ARRAY_SIZE(lengths))];
	u8 header[4] = { SMP_REQUEST, kind[0], 0, drv_random(2) * drv_random(256) };
	unsigned int i;

	isci_new();
	drv_begin(header, sizeof(header));
	if (!header[3])
		drv->flat[drv->at[0] + 3] = kind[1];
	isci->task.smp_task.smp_req = drv->sg[0];
	spin_lock_irq(&drv->lock);
	sci_io_request_construct_smp(NULL, &isci->ireq, &isci->task);
	spin_unlock_irq(&drv->lock);
	memcpy(isci->request, &isci->tc.type.smp, 4);
	for (i = 0; i < drv->len; i++)
		drv_push(isci->request[i ^ 3]);
	isci_request_io_request_complete(&isci->ihost, &isci->ireq, SCI_IO_SUCCESS);
	kfree(isci);
}

DRV_SUITE_READ(isci_smp_response, isci_response, 4, 1, DRV_BLOCK, 1);
DRV_SUITE_WRITE(isci_smp_request, isci_request, 4, 1, PAGE_SIZE, 1);
