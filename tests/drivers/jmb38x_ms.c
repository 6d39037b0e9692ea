// SPDX-License-Identifier: GPL-2.0
/* jmb38x_ms: a FIFO of 32-bit words, of which a random number fits in a call. */
#include "drv.h"

static u32 jmb_readl(unsigned long reg);
static void jmb_writel(u32 value, unsigned long reg);

#undef readl
#undef writel
#undef __raw_readl
#undef __raw_writel
#define readl(addr)		jmb_readl((unsigned long)(addr))
#define writel(value, addr)	jmb_writel(value, (unsigned long)(addr))
#define __raw_readl(addr)	jmb_readl((unsigned long)(addr))
#define __raw_writel(value, addr) jmb_writel(value, (unsigned long)(addr))

#include <../drivers/memstick/host/jmb38x_ms.c>

static unsigned int jmb_words;

static u32 jmb_readl(unsigned long reg)
{
	if (reg == STATUS)
		return jmb_words ? 0 : STATUS_FIFO_EMPTY | STATUS_FIFO_FULL;
	jmb_words--;
	return drv_pull_word(4);
}

static void jmb_writel(u32 value, unsigned long reg)
{
	jmb_words--;
	drv_push_word(value, 4);
}

static void jmb_transfer(bool write)
{
	struct memstick_request req = {
		.long_data = 1, .data_dir = write ? WRITE : READ, .sg = drv->sg[0],
	};
	struct jmb38x_ms_host host = { .req = &req };
	int left;

	do {
		jmb_words = 1 + drv_random(64);
		spin_lock_irq(&drv->lock);
		left = jmb38x_ms_transfer_data(&host);
		spin_unlock_irq(&drv->lock);
	} while (left);
}

/* memstick gets 512-byte aligned data from the block layer. */
DRV_SUITE(jmb38x_ms, jmb_transfer, 4, 1, DRV_BLOCK, 1);
DRV_SUITE(jmb38x_ms_bytes, jmb_transfer, 1, 1, DRV_BLOCK, 1);
