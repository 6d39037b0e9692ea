// SPDX-License-Identifier: GPL-2.0
/* usb-storage: usb_stor_access_xfer_buf(), in pieces of random lengths. */
#include "drv.h"
#include "drv_scsi.h"
#include <../drivers/usb/storage/usb.h>
#include <../drivers/usb/storage/transport.h>

#define usb_stor_invoke_transport(srb, us) ((void)(us))

#include <../drivers/usb/storage/protocol.c>

static void usb_transfer(bool write)
{
	struct scsi_cmnd *srb = drv_scsi_cmd(0);
	unsigned char *buf = kmalloc(2 * PAGE_SIZE, GFP_KERNEL);
	struct scatterlist *sg = NULL;
	unsigned int offset = 0, len;

	while (drv->pos < drv->len) {
		len = min(1 + drv_random(2 * PAGE_SIZE), drv->len - drv->pos);
		if (!write)
			drv_pull_buf(buf, len);
		if (usb_stor_access_xfer_buf(buf, len, srb, &sg, &offset,
					     write ? FROM_XFER_BUF : TO_XFER_BUF) != len)
			break;
		if (write)
			drv_push_buf(buf, len);
	}
	kfree(buf);
	kfree(srb);
}

DRV_SUITE(usb, usb_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
