// SPDX-License-Identifier: GPL-2.0
/*
 * davinci_mmc: a FIFO of 32 bytes; the interrupt comes when it is full or empty, and
 * for what is less when all is transferred.
 */
#include "drv.h"

static u32 davinci_readl(unsigned long reg);
static void davinci_writel(u32 value, unsigned long reg);

#undef readl
#undef readb
#undef writel
#undef ioread8_rep
#undef iowrite8_rep
#define readl(addr)			davinci_readl((unsigned long)(addr))
#define readb(addr)			davinci_readl((unsigned long)(addr))
#define writel(value, addr)		davinci_writel(value, (unsigned long)(addr))
#define ioread8_rep(addr, buf, count)	drv_pull_buf(buf, count)
#define iowrite8_rep(addr, buf, count)	drv_push_buf(buf, count)
#include <linux/mmc/host.h>
#define mmc_request_done(mmc, mrq)	((void)(mrq))

#include <../drivers/mmc/host/davinci_mmc.c>

static bool davinci_filling;

static u32 davinci_readl(unsigned long reg)
{
	unsigned int left = drv->len - min(drv->pos, drv->len);

	if (reg == DAVINCI_MMCDRR)
		return drv_pull_word(4);
	if (reg != DAVINCI_MMCST0)
		return 0;
	if (!left || (!davinci_filling && left < rw_threshold))
		return MMCST0_DATDNE;
	if (!drv_random(3))
		return 0;
	return davinci_filling ? MMCST0_DXRDY : MMCST0_DRRDY;
}

static void davinci_writel(u32 value, unsigned long reg)
{
	if (reg == DAVINCI_MMCDXR)
		drv_push_word(value, 4);
}

static void davinci_run(bool write)
{
	static struct mmc_host mmc;
	struct mmc_data data = {
		.blksz = 4, .blocks = drv->len / 4, .sg = drv->sg, .sg_len = drv->entries,
		.flags = write ? MMC_DATA_WRITE : MMC_DATA_READ,
	};
	struct mmc_command cmd = { .data = &data };
	struct mmc_request mrq = { .cmd = &cmd, .data = &data };
	struct mmc_davinci_host host = { .mmc = &mmc, .ns_in_one_cycle = 1 };
	int preempt = preempt_count();

	davinci_filling = write;
	mmc_davinci_prepare_data(&host, &mrq);
	mmc_davinci_start_command(&host, &cmd);
	drv_returned(preempt);
	while (host.active_request) {
		spin_lock_irq(&drv->lock);
		mmc_davinci_irq(0, &host);
		spin_unlock_irq(&drv->lock);
		drv_returned(preempt);
	}
}

static void davinci_transfer(bool write)
{
	rw_threshold = 32;
	davinci_run(write);
}

/* With a larger FIFO its rest crosses a page in more lists. */
static void davinci_rest(bool write)
{
	rw_threshold = 1024;
	davinci_run(write);
}

/* What the block layer passes; and SDIO, which has one entry. */
DRV_SUITE(davinci, davinci_transfer, 32, DRV_BLOCKS, DRV_BLOCK, 32);
DRV_SUITE(davinci_rest, davinci_rest, 4, 1, DRV_BLOCK, 4);
