// SPDX-License-Identifier: GPL-2.0
/*
 * dc395x: DMA by the adapter's list, which has one element if an IOMMU made one of all
 * entries, and the last bytes, four at most, by the FIFO.  A wide one counts words, those
 * that are complete, and a device has to send an even number of bytes.  In a second suite
 * the driver looks at the response of an INQUIRY.
 */
#include "drv.h"
#include <linux/dma-mapping.h>
#include "drv_scsi.h"

static bool dc_iommu;

static u8 dc_inb(unsigned long port);
static void dc_outb(u8 byte, unsigned long port);

#undef inb
#undef inw
#undef inl
#undef outb
#undef outw
#undef outl
#define inb(port)		dc_inb(port)
#define inw(port)		0
#define inl(port)		0
#define outb(byte, port)	dc_outb(byte, port)
#define outw(word, port)	((void)(port))
#define outl(word, port)	((void)(port))

#undef dma_map_single
#undef dma_unmap_single
#define dma_map_single(...)		0
#define dma_unmap_single(...)		((void)0)
#define dma_sync_single_for_cpu(...)	((void)0)
#define dma_sync_single_for_device(...)	((void)0)
#define scsi_dma_map(cmd)		drv_scsi_map(dc_iommu)
#define scsi_dma_unmap(cmd)		((void)(cmd))
#define scsi_done(cmd)			((void)(cmd))

#include <../drivers/scsi/dc395x.c>

static unsigned int dc_filled, dc_read;
static bool dc_wide;

static void dc_dma(struct ScsiReqBlk *srb, unsigned int len, bool write)
{
	struct SGentry *seg;
	unsigned int n;

	for (seg = srb->segment_x; len; len -= n, seg++) {
		n = min(len, seg->length);
		drv_scsi_dma(seg->address, n, write);
	}
}

static u8 dc_inb(unsigned long port)
{
	if (port == TRM_S1040_SCSI_FIFO) {
		dc_read++;
		return drv_pull();
	}
	if (port == TRM_S1040_SCSI_FIFOCNT)
		return (dc_wide ? dc_filled / 2 - dc_read / 2 : dc_filled - dc_read) ?: 0x40;
	return 0;
}

static void dc_outb(u8 byte, unsigned long port)
{
	if (port == TRM_S1040_SCSI_FIFO)
		drv_push(byte);
}

static void dc_transfer(bool write)
{
	struct AdapterCtlBlk *acb = kzalloc(sizeof(*acb), GFP_KERNEL);
	struct SGentry *segs = kcalloc(DRV_BLOCKS, sizeof(*segs), GFP_KERNEL);
	struct scsi_cmnd *cmd = drv_scsi_cmd(0);
	struct DeviceCtlBlk dcb = { .acb = acb };
	struct ScsiReqBlk srb = { .segment_x = segs };
	unsigned int left;
	u16 status;

	dc_wide = drv_random(2);
	dc_iommu = drv_random(2);
	dcb.sync_period = dc_wide ? WIDE_SYNC : 0;
	build_srb(cmd, &dcb, &srb);
	left = dc_wide ? 2 + 2 * drv_random(2) : 1 + drv_random(4);
	left = min(left, srb.total_xfer_length);
	dc_dma(&srb, srb.total_xfer_length - left, write);
	sg_update_list(&srb, left);
	/* It need not send the byte that makes the length even, behind a word. */
	dc_filled = left - (left > 2 && dc_wide && drv->len % 2 && drv_random(2));
	dc_read = 0;
	spin_lock_irq(&drv->lock);
	if (write) {
		data_io_transfer(acb, &srb, XFERDATAOUT);
	} else {
		status = PH_DATA_IN;
		data_in_phase0(acb, &srb, &status);
	}
	spin_unlock_irq(&drv->lock);
	kfree(cmd);
	kfree(segs);
	kfree(acb);
}

/* Byte 2 is the version, byte 3 the format, and 7 has a bit for command queueing. */
static void dc_inquiry(bool write)
{
	struct AdapterCtlBlk *acb = kzalloc(sizeof(*acb), GFP_KERNEL);
	struct scsi_cmnd *cmd = drv_scsi_cmd(0);
	struct DeviceCtlBlk dcb = { .acb = acb, .dev_mode = NTC_DO_TAG_QUEUEING };
	struct ScsiReqBlk srb = { .dcb = &dcb, .cmd = cmd };
	bool scsi2, queueing;
	u8 inq[8];

	drv_data(inq, sizeof(inq));
	scsi2 = (inq[2] & 7) >= 2;
	queueing = (scsi2 || (inq[3] & 0xf) == 2) && inq[7] & 2;
	acb->tmp_srb = &srb;
	acb->acb_flag = RESET_DEV;
	cmd->cmnd[0] = INQUIRY;
	spin_lock_irq(&drv->lock);
	srb_done(acb, &dcb, &srb);
	spin_unlock_irq(&drv->lock);
	drv_looked(dcb.dev_type == (inq[0] & 0x1f) && dcb.inquiry7 == (scsi2 ? inq[7] : 0) &&
		   !!(dcb.sync_mode & EN_TAG_QUEUEING) == queueing);
	kfree(cmd);
	kfree(acb);
}

DRV_SUITE(dc395x, dc_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
/* So few bytes that it matters where they end. */
DRV_SUITE_WRITE(dc395x_inquiry, dc_inquiry, 1, DRV_BLOCKS, 6, 1);
