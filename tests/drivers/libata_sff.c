// SPDX-License-Identifier: GPL-2.0
/*
 * libata_sff: PIO of the kernel's own libata, through its state machine, in sectors, and
 * for ATAPI in pieces of random lengths.  In a third suite sectors cross pages.
 */
#include "drv.h"
#include <linux/libata.h>

static unsigned int sff_data_xfer(struct ata_queued_cmd *qc, unsigned char *buf,
				  unsigned int len, int write)
{
	if (write)
		drv_push_buf(buf, len);
	else
		drv_pull_buf(buf, len);
	return len;
}

/* After the last sector it stays busy, so that the command is not completed. */
static u8 sff_status(struct ata_port *ap)
{
	return ATA_BUSY;
}

static void sff_later(struct work_struct *work)
{
}

static bool sff_write;

static void sff_tf_read(struct ata_port *ap, struct ata_taskfile *tf)
{
	unsigned int bytes = 1 + drv_random(min(drv->len - drv->pos, 0xfffeu));

	tf->nsect = sff_write ? 0 : ATAPI_IO;
	tf->lbam = bytes;
	tf->lbah = bytes >> 8;
}

static struct ata_port_operations sff_ops = {
	.sff_data_xfer = sff_data_xfer,
	.sff_check_status = sff_status,
	.sff_tf_read = sff_tf_read,
};

static void sff_run(bool write, u8 protocol)
{
	struct ata_port *ap = kzalloc(sizeof(*ap), GFP_KERNEL);
	struct ata_queued_cmd *qc = kzalloc(sizeof(*qc), GFP_KERNEL);

	sff_write = write;
	ap->ops = &sff_ops;
	ap->lock = &drv->lock;
	INIT_DELAYED_WORK(&ap->sff_pio_task, sff_later);
	ap->link.ap = ap;
	ap->link.device[0].link = &ap->link;
	qc->ap = ap;
	qc->dev = &ap->link.device[0];
	qc->flags = ATA_QCFLAG_ACTIVE;
	qc->tf.protocol = protocol;
	qc->tf.flags = write ? ATA_TFLAG_WRITE : 0;
	qc->sect_size = 512;
	qc->nbytes = drv->len;
	qc->cursg = drv->sg;
	while (drv->pos < drv->len) {
		unsigned int pos = drv->pos;

		ap->hsm_task_state = HSM_ST;
		spin_lock_irq(ap->lock);
		ata_sff_hsm_move(ap, qc, ATA_DRQ, 0);
		spin_unlock_irq(ap->lock);
		if (drv->pos == pos)
			break;
	}
	cancel_delayed_work_sync(&ap->sff_pio_task);
	kfree(qc);
	kfree(ap);
}

static void sff_ata(bool write)
{
	sff_run(write, ATA_PROT_PIO);
}

static void sff_atapi(bool write)
{
	sff_run(write, ATAPI_PROT_PIO);
}

DRV_SUITE(sff_ata, sff_ata, 512, DRV_BLOCKS, DRV_BLOCK, 512);
DRV_SUITE(sff_atapi, sff_atapi, 1, DRV_BLOCKS, DRV_BLOCK, 1);
/* A buffer of libata's own, as that for IDENTIFY, is aligned to a cache line. */
DRV_SUITE(sff_own, sff_ata, 64, 1, 512, 512);
