// SPDX-License-Identifier: GPL-2.0
/*
 * mxcmmc as it is for MPC512x, whose DMA transfers each word with its bytes reversed.  Data
 * to be written are reversed before that, and back after it; data that was read after it,
 * in the interrupt handler.
 */
#include "drv.h"
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/mmc/host.h>

static struct dma_async_tx_descriptor *mxc_dma(void);

#define CONFIG_PPC_MPC512x 1
#undef ioread32be
#undef iowrite32be
#define ioread32be(addr)		((u32)(unsigned long)(addr) & 0)
#define iowrite32be(value, addr)	((void)(value), (void)(addr))
#undef dma_map_sg
#undef dma_unmap_sg
#define dma_map_sg(dev, sg, n, dir)	((void)(sg), (n))
#define dma_unmap_sg(dev, sg, n, dir)	((void)(sg))
#define dmaengine_prep_slave_sg(...)	mxc_dma()
#define dmaengine_submit(desc)		((void)(desc))
#define dma_async_issue_pending(chan)	((void)(chan))
#define mod_timer(timer, expires)	((void)(timer))
#undef MODULE_DEVICE_TABLE
#define MODULE_DEVICE_TABLE(type, name)

#include <../drivers/mmc/host/mxcmmc.c>

static bool mxc_writing;

static struct dma_async_tx_descriptor *mxc_dma(void)
{
	static struct dma_async_tx_descriptor desc;
	unsigned int at;
	u32 word;

	for (at = 0; at < drv->len; at += 4) {
		if (mxc_writing) {
			sg_pcopy_to_buffer(drv->sg, drv->entries, &word, 4, at);
			drv_push_word(swab32(word), 4);
		} else {
			word = swab32(drv_pull_word(4));
			sg_pcopy_from_buffer(drv->sg, drv->entries, &word, 4, at);
		}
	}
	return &desc;
}

static void mxc_transfer(bool write)
{
	struct mxcmci_host *host = kzalloc(sizeof(*host), GFP_KERNEL);
	struct dma_device *device = kzalloc(sizeof(*device), GFP_KERNEL);
	struct dma_chan *chan = kzalloc(sizeof(*chan), GFP_KERNEL);
	struct mmc_data data = {
		.blksz = 512, .blocks = drv->len / 512, .sg = drv->sg, .sg_len = drv->entries,
		.flags = write ? MMC_DATA_WRITE : MMC_DATA_READ,
	};
	unsigned int i;

	mxc_writing = write;
	chan->device = device;
	host->dma = chan;
	host->do_dma = 1;
	if (mxcmci_setup_data(host, &data) || !host->do_dma)
		drv->pos = 0;
	/* What it leaves was made by kmap(), with interrupts on; not so what comes now. */
	kmap_flush_unused();
	spin_lock_irq(&drv->lock);
	mxcmci_finish_data(host, 0);
	for (i = 0; i < DRV_BLOCKS * DRV_PAGES; i++)
		drv->left += PageHighMem(drv_page(i)) && page_address(drv_page(i));
	spin_unlock_irq(&drv->lock);
	kfree(chan);
	kfree(device);
	kfree(host);
}

DRV_SUITE(mxcmmc, mxc_transfer, 512, DRV_BLOCKS, DRV_BLOCK, 512);
