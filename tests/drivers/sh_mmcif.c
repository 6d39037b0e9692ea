// SPDX-License-Identifier: GPL-2.0
/*
 * sh_mmcif: blocks of 512 bytes, each read or written by the interrupt's thread.  In a second
 * suite the card is taken out, and the interrupt for one of them does not come.
 */
#include "drv.h"

static u32 mmcif_readl(unsigned long reg);
static void mmcif_writel(u32 value, unsigned long reg);

#undef readl
#undef writel
#undef __raw_readl
#undef __raw_writel
#define readl(addr)			mmcif_readl((unsigned long)(addr))
#define writel(value, addr)		mmcif_writel(value, (unsigned long)(addr))
#define __raw_readl(addr)		mmcif_readl((unsigned long)(addr))
#define __raw_writel(value, addr)	mmcif_writel(value, (unsigned long)(addr))
#include <linux/mmc/host.h>
#include <linux/workqueue.h>
#define mmc_request_done(mmc, mrq)		((void)(mrq))
#define schedule_delayed_work(work, delay)	((void)(work))
#define cancel_delayed_work_sync(work)		((void)(work))

#include <../drivers/mmc/host/sh_mmcif.c>

#define MMCIF_BLOCK	512

static u32 mmcif_readl(unsigned long reg)
{
	switch (reg) {
	case MMCIF_CE_DATA:
		return drv_pull_word(4);
	case MMCIF_CE_BLOCK_SET:
		return MMCIF_BLOCK;
	}
	return 0;
}

static void mmcif_writel(u32 value, unsigned long reg)
{
	if (reg == MMCIF_CE_DATA)
		drv_push_word(value, 4);
}

/* Interrupts come for the first @blocks. */
static void mmcif_run(bool write, unsigned int blocks)
{
	struct platform_device *pdev = kzalloc(sizeof(*pdev), GFP_KERNEL);
	struct sh_mmcif_host *host = kzalloc(sizeof(*host), GFP_KERNEL);
	struct mmc_data data = {
		.blksz = MMCIF_BLOCK, .blocks = drv->len / MMCIF_BLOCK,
		.sg = drv->sg, .sg_len = drv->entries,
		.flags = write ? MMC_DATA_WRITE : MMC_DATA_READ,
	};
	struct mmc_command cmd = { .data = &data };
	struct mmc_request mrq = { .cmd = &cmd, .data = &data };
	unsigned int done;
	u8 *buf;

	host->pd = pdev;
	host->mrq = &mrq;
	host->state = STATE_REQUEST;
	spin_lock_init(&host->lock);
	mutex_init(&host->thread_lock);
	if (write)
		sh_mmcif_multi_write(host, &mrq);
	else
		sh_mmcif_multi_read(host, &mrq);
	while (blocks--)
		sh_mmcif_irqt(0, host);
	if (host->mrq)
		sh_mmcif_timeout_work(&host->timeout_work.work);
	done = drv->pos;
	if (done < drv->len && data.error && !host->mrq) {
		/* What was transferred before is, and the rest of a list is as it was. */
		buf = kmemdup(drv->device, done + 1, GFP_KERNEL);
		drv_answer(buf, 0, done);
		kfree(buf);
	}
	kfree(host);
	kfree(pdev);
}

static void mmcif_transfer(bool write)
{
	mmcif_run(write, drv->len / MMCIF_BLOCK);
}

static void mmcif_timeout(bool write)
{
	mmcif_run(write, drv_random(drv->len / MMCIF_BLOCK));
}

DRV_SUITE(sh_mmcif, mmcif_transfer, MMCIF_BLOCK, DRV_BLOCKS, DRV_BLOCK, MMCIF_BLOCK);
DRV_SUITE(sh_mmcif_timeout, mmcif_timeout, MMCIF_BLOCK, DRV_BLOCKS, DRV_BLOCK, MMCIF_BLOCK);
