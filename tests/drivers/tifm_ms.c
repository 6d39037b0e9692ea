// SPDX-License-Identifier: GPL-2.0
/* tifm_ms: as jmb38x_ms, a FIFO of 32-bit words. */
#include "drv.h"

static u32 tifm_readl(unsigned long reg);
static void tifm_writel(u32 value, unsigned long reg);

#undef readl
#undef writel
#undef __raw_readl
#undef __raw_writel
#define readl(addr)		tifm_readl((unsigned long)(addr))
#define writel(value, addr)	tifm_writel(value, (unsigned long)(addr))
#define __raw_readl(addr)	tifm_readl((unsigned long)(addr))
#define __raw_writel(value, addr) tifm_writel(value, (unsigned long)(addr))

#include <../drivers/memstick/host/tifm_ms.c>

static unsigned int tifm_words;
static bool tifm_filling;

static u32 tifm_readl(unsigned long reg)
{
	if (reg == SOCK_MS_STATUS)
		return tifm_words ? 0 : TIFM_MS_STAT_EMP | TIFM_MS_STAT_FUL;
	/* At the end of a call the driver reads a word that is not there. */
	if (reg != SOCK_MS_DATA || tifm_filling || !tifm_words)
		return 0;
	tifm_words--;
	return drv_pull_word(4);
}

static void tifm_writel(u32 value, unsigned long reg)
{
	if (reg != SOCK_MS_DATA)
		return;
	tifm_words--;
	drv_push_word(value, 4);
}

static void tifm_transfer(bool write)
{
	struct memstick_request req = {
		.long_data = 1, .data_dir = write ? WRITE : READ, .sg = drv->sg[0],
	};
	static struct tifm_dev sock;
	struct tifm_ms host = { .req = &req, .dev = &sock };
	unsigned int left;

	tifm_filling = write;
	do {
		tifm_words = 1 + drv_random(64);
		spin_lock_irq(&drv->lock);
		left = tifm_ms_transfer_data(&host);
		spin_unlock_irq(&drv->lock);
	} while (left);
}

/* memstick gets 512-byte aligned data from the block layer. */
DRV_SUITE(tifm_ms, tifm_transfer, 4, 1, DRV_BLOCK, 1);
DRV_SUITE(tifm_ms_bytes, tifm_transfer, 1, 1, DRV_BLOCK, 1);
