// SPDX-License-Identifier: GPL-2.0
/* wbsd: a FIFO of 16 bytes behind two ports; its fill level is random. */
#include "drv.h"

static u8 wbsd_inb(int port);
static void wbsd_outb(u8 byte, int port);

#undef inb
#undef outb
#define inb(port)		wbsd_inb(port)
#define outb(byte, port)	wbsd_outb(byte, port)
/* The driver asks to be called again, and is. */
#define queue_work(queue, work)	((void)(work))

#include <../drivers/mmc/host/wbsd.c>

static int wbsd_level;
static bool wbsd_filling;

static u8 wbsd_inb(int port)
{
	if (port == WBSD_DFR) {
		wbsd_level--;
		return drv_pull();
	}
	/* The card gave or took something meanwhile. */
	if (wbsd_filling && !drv_random(3))
		wbsd_level -= drv_random(wbsd_level + 1);
	if (!wbsd_filling && drv_random(3))
		wbsd_level += drv_random(17 - wbsd_level);
	return (wbsd_level == 0 ? WBSD_FIFO_EMPTY : 0) |
	       (wbsd_level <= 8 ? WBSD_FIFO_EMTHRE : 0) |
	       (wbsd_level >= 8 ? WBSD_FIFO_FUTHRE : 0) |
	       (wbsd_level == 16 ? WBSD_FIFO_FULL : 0);
}

static void wbsd_outb(u8 byte, int port)
{
	wbsd_level++;
	drv_push(byte);
}

static void wbsd_transfer(bool write)
{
	struct mmc_data data = {
		.blksz = 1, .blocks = drv->len, .sg = drv->sg, .sg_len = drv->entries,
	};
	struct mmc_command cmd = { .data = &data };
	struct mmc_request mrq = { .cmd = &cmd };
	struct wbsd_host host = { .mrq = &mrq };

	wbsd_level = 0;
	wbsd_filling = write;
	wbsd_init_sg(&host, &data);
	while (host.num_sg) {
		if (!write)
			wbsd_level += drv_random(17 - wbsd_level);
		else if (wbsd_level)
			wbsd_level -= 1 + drv_random(wbsd_level);
		spin_lock_irq(&drv->lock);
		if (write)
			wbsd_fill_fifo(&host);
		else
			wbsd_empty_fifo(&host);
		spin_unlock_irq(&drv->lock);
	}
}

DRV_SUITE(wbsd, wbsd_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
