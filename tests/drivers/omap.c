// SPDX-License-Identifier: GPL-2.0
/* omap: a data register of 16 bits, of which up to 64 bytes are moved in a call. */
#include "drv.h"

#undef __raw_readsw
#undef __raw_writesw
#define __raw_readsw(addr, buf, words)	drv_pull_buf(buf, 2 * (words))
#define __raw_writesw(addr, buf, words)	drv_push_buf(buf, 2 * (words))

#include <../drivers/mmc/host/omap.c>

static void omap_transfer(bool write)
{
	struct mmc_data data = { .sg = drv->sg, .sg_len = drv->entries };
	static struct mmc_omap_host host;
	int preempt = preempt_count();

	memset(&host, 0, sizeof(host));
	host.data = &data;
	host.total_bytes_left = drv->len;
	/* As mmc_omap_prepare_data() does. */
	sg_miter_start(&host.sg_miter, data.sg, data.sg_len,
		       SG_MITER_ATOMIC | (write ? SG_MITER_FROM_SG : SG_MITER_TO_SG));
	while (host.total_bytes_left) {
		spin_lock_irq(&drv->lock);
		mmc_omap_xfer_data(&host, write);
		spin_unlock_irq(&drv->lock);
		drv_returned(preempt);
	}
	/* As mmc_omap_xfer_done() does. */
	sg_miter_stop(&host.sg_miter);
}

DRV_SUITE(omap, omap_transfer, 2, DRV_BLOCKS, DRV_BLOCK, 2);
