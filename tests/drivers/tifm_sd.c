// SPDX-License-Identifier: GPL-2.0
/* tifm_sd: a data register of 16 bits.  A second suite runs the DMA of blocks. */
#include "drv.h"

static u32 tifm_readl(unsigned long reg);
static void tifm_writel(u32 value, unsigned long reg);

#undef readl
#undef writel
#define readl(addr)		tifm_readl((unsigned long)(addr))
#define writel(value, addr)	tifm_writel(value, (unsigned long)(addr))

#include <../drivers/mmc/host/tifm_sd.c>

#define TIFM_BLOCK	512

static dma_addr_t tifm_dma;

static u32 tifm_readl(unsigned long reg)
{
	return drv_pull_word(2);
}

static void tifm_writel(u32 value, unsigned long reg)
{
	if (reg == SOCK_DMA_ADDRESS) {
		tifm_dma = value;
	} else if (reg == SOCK_DMA_CONTROL) {
		drv_dma(tifm_dma, (value >> 8 & TIFM_DMA_TSIZE) * TIFM_BLOCK,
			value & TIFM_DMA_TX);
	} else {
		drv_push_word(value, 2);
	}
}

static void tifm_run(bool write, bool dma)
{
	struct mmc_data data = {
		.blksz = TIFM_BLOCK, .blocks = drv->len / TIFM_BLOCK, .sg = drv->sg,
		.sg_len = drv->entries, .flags = write ? MMC_DATA_WRITE : MMC_DATA_READ,
	};
	struct mmc_command cmd = { .data = &data };
	struct mmc_request mrq = { .cmd = &cmd };
	static struct tifm_dev sock;
	struct tifm_sd *host;
	u8 *pages = (u8 *)__get_free_pages(GFP_KERNEL, 1);
	unsigned int i;

	/* As in the driver the host does not start with the page. */
	memset(pages, 0x5a, 2 * PAGE_SIZE);
	host = (struct tifm_sd *)(pages + 1024);
	memset(host, 0, sizeof(*host));
	host->dev = &sock;
	host->req = &mrq;
	host->sg_len = drv->entries;
	if (!dma) {
		while (host->sg_pos != host->sg_len) {
			spin_lock_irq(&drv->lock);
			tifm_sd_transfer_data(host);
			spin_unlock_irq(&drv->lock);
		}
	} else {
		for (i = 0; i < drv->entries; i++) {
			sg_dma_address(&drv->sg[i]) = sg_phys(&drv->sg[i]);
			sg_dma_len(&drv->sg[i]) = drv->sg[i].length;
		}
		sg_init_one(&host->bounce_buf, host->bounce_buf_data, TIFM_BLOCK);
		sg_dma_address(&host->bounce_buf) = virt_to_phys(host->bounce_buf_data);
		do {
			spin_lock_irq(&drv->lock);
			i = tifm_sd_set_dma_data(host, &data);
			spin_unlock_irq(&drv->lock);
		} while (!i);
	}
	/* A write to a wrong place counts as data that did not arrive. */
	if (memchr_inv(pages, 0x5a, 1024) ||
	    memchr_inv(host + 1, 0x5a, pages + 2 * PAGE_SIZE - (u8 *)(host + 1)))
		drv->pos = 0;
	free_pages((unsigned long)pages, 1);
}

static void tifm_pio(bool write)
{
	tifm_run(write, false);
}

static void tifm_bounce(bool write)
{
	tifm_run(write, true);
}

DRV_SUITE(tifm_pio, tifm_pio, 1, DRV_BLOCKS, DRV_BLOCK, 1);
DRV_SUITE(tifm_bounce, tifm_bounce, 1, DRV_BLOCKS, DRV_BLOCK, TIFM_BLOCK);
