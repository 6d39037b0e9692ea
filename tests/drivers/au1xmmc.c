// SPDX-License-Identifier: GPL-2.0
/*
 * au1xmmc without DMA: a FIFO, of which the interrupt handler transfers eight bytes.  The
 * headers are those of MIPS; what they say of its processor is not called.
 *
 * flags: -idirafter $(srctree)/arch/mips/include
 */
#include "drv.h"
#include <linux/dma-mapping.h>
#include <linux/mmc/host.h>

static u32 au1_readl(unsigned long reg);
static void au1_writel(u32 value, unsigned long reg);

#define KSEG1ADDR(addr)			(addr)
#define read_c0_prid()			0
#define PRID_OPT_MASK			0
#define PRID_COMP_MASK			0
#define MIPS_CPU_IRQ_BASE		0
#undef __raw_readl
#undef __raw_writel
#define __raw_readl(addr)		au1_readl((unsigned long)(addr))
#define __raw_writel(value, addr)	au1_writel(value, (unsigned long)(addr))
#define queue_work(queue, work)		((void)(work))

#include <../drivers/mmc/host/au1xmmc.c>

static unsigned int au1_level;
static bool au1_filling;

static u32 au1_readl(unsigned long reg)
{
	if (reg == SD_STATUS) {
		if (!au1_level)
			return 0;
		return au1_filling ? SD_STATUS_TH : SD_STATUS_NE;
	}
	if (reg != SD_RXPORT)
		return 0;
	au1_level--;
	return drv_pull();
}

static void au1_writel(u32 value, unsigned long reg)
{
	if (reg != SD_TXPORT)
		return;
	au1_level--;
	drv_push(value);
}

static void au1_transfer(bool write)
{
	struct au1xmmc_host *host = kzalloc(sizeof(*host), GFP_KERNEL);
	struct mmc_data data = { .sg = drv->sg, .sg_len = drv->entries };
	struct mmc_request mrq = { .data = &data };
	unsigned int pos;

	au1_filling = write;
	sg_dma_len(drv->sg) = drv->sg->length;
	host->mrq = &mrq;
	host->flags = write ? HOST_F_XMIT : HOST_F_RECV;
	host->dma.len = drv->entries;
	host->pio.len = drv->len;
	do {
		pos = drv->pos;
		/* What the FIFO has, or has room for. */
		au1_level = 8 + drv_random(9);
		spin_lock_irq(&drv->lock);
		if (write)
			au1xmmc_send_pio(host);
		else
			au1xmmc_receive_pio(host);
		spin_unlock_irq(&drv->lock);
	} while (host->pio.len && drv->pos != pos);
	kfree(host);
}

/*
 * mmc->max_segs is one.  These machines have no highmem, and a mapping of theirs does not end
 * with the page: here it does, and so what is transferred at once may not cross one.
 */
DRV_SUITE(au1xmmc, au1_transfer, 8, 1, DRV_BLOCK, 8);
