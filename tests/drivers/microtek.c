// SPDX-License-Identifier: GPL-2.0
/* microtek: the device refuses a piece of a command's data, or none. */
#include "drv.h"
#include "drv_scsi.h"
#include <linux/usb.h>

static unsigned int mt_submitted, mt_completed;

#define usb_submit_urb(urb, gfp) ((void)(urb), mt_submitted++, 0)

#include <../drivers/usb/image/microtek.c>

static void mt_done(struct scsi_cmnd *cmd)
{
	mt_completed++;
}

/* A command that is completed once, after which nothing is submitted, is taken for right. */
static void mt_transfer(bool write)
{
	struct usb_device *udev = kzalloc(sizeof(*udev), GFP_KERNEL);
	struct mts_desc *desc = kzalloc(sizeof(*desc), GFP_KERNEL);
	struct urb *urb = kzalloc(sizeof(*urb), GFP_KERNEL);
	struct scsi_cmnd *cmd = drv_scsi_cmd(0);
	unsigned int i, bad = drv_random(drv->entries + 1);
	const bool fails = bad + 1 < drv->entries;

	desc->usb_dev = udev;
	desc->context.instance = desc;
	desc->context.srb = cmd;
	desc->context.curr_sg = drv->sg;
	desc->context.final_callback = mt_done;
	urb->context = &desc->context;
	mt_submitted = 1;	/* the first one, by mts_command_done() */
	mt_completed = 0;
	for (i = 0; i + 1 < drv->entries && i <= bad; i++) {
		urb->status = i == bad ? -EPIPE : 0;
		spin_lock_irq(&drv->lock);
		mts_do_sg(urb);
		spin_unlock_irq(&drv->lock);
	}
	if (mt_completed == fails && mt_submitted == (fails ? bad + 1 : drv->entries) &&
	    host_byte(cmd->result) == (fails ? DID_ERROR : DID_OK))
		for (i = 0; i < drv->entries; i++)
			drv_push_buf(drv->flat + drv->at[i], drv->sg[i].length);
	kfree(cmd);
	kfree(urb);
	kfree(desc);
	kfree(udev);
}

DRV_SUITE_WRITE(microtek, mt_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
