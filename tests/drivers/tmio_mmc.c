// SPDX-License-Identifier: GPL-2.0
/*
 * tmio_mmc: a data register of 16 bits, read and written by the block.  A second suite
 * runs the DMA of renesas_sdhi, through a bounce buffer if the only entry is at an odd
 * address.
 */
#include "drv.h"
#include <linux/dmaengine.h>
#include <linux/dma-mapping.h>

#undef ioread16
#undef iowrite16
#undef ioread16_rep
#undef iowrite16_rep
#undef ioread32_rep
#undef iowrite32_rep
#define ioread16(addr)			drv_pull_word(2)
#define iowrite16(value, addr)		drv_push_word(value, 2)
#define ioread16_rep(addr, buf, count)	drv_pull_buf(buf, 2 * (count))
#define iowrite16_rep(addr, buf, count)	drv_push_buf(buf, 2 * (count))
#define ioread32_rep(addr, buf, count)	drv_pull_buf(buf, 4 * (count))
#define iowrite32_rep(addr, buf, count)	drv_push_buf(buf, 4 * (count))

static struct dma_async_tx_descriptor *sdhi_model_prep(struct scatterlist *sg, bool write);

/* The device is done when the descriptor is made. */
#define dma_map_sg(dev, sg, nents, dir)		((void)(dev), nents)
#define dmaengine_prep_slave_sg(chan, sg, nents, dir, flags) \
	sdhi_model_prep(sg, (dir) == DMA_MEM_TO_DEV)
#define dmaengine_submit(desc)			((void)(desc), 1)
#define dma_release_channel(chan)		((void)(chan))

#include <../drivers/mmc/host/tmio_mmc_core.c>
#include <../drivers/mmc/host/renesas_sdhi_sys_dmac.c>

static void tmio_transfer(bool write)
{
	struct mmc_data data = {
		.blksz = 512, .blocks = drv->len / 512, .sg = drv->sg,
		.sg_len = drv->entries, .flags = write ? MMC_DATA_WRITE : MMC_DATA_READ,
	};
	struct tmio_mmc_data pdata = {
		.flags = drv_random(2) ? TMIO_MMC_32BIT_DATA_PORT : 0,
	};
	static struct tmio_mmc_host host;

	memset(&host, 0, sizeof(host));
	host.data = &data;
	host.pdata = &pdata;
	tmio_mmc_init_sg(&host, &data);
	while (drv->pos < drv->len) {
		spin_lock_irq(&drv->lock);
		tmio_mmc_pio_irq(&host);
		spin_unlock_irq(&drv->lock);
	}
}

DRV_SUITE(tmio, tmio_transfer, 512, DRV_BLOCKS, DRV_BLOCK, 512);

static struct dma_async_tx_descriptor *sdhi_model_prep(struct scatterlist *sg, bool write)
{
	static struct dma_async_tx_descriptor desc;

	drv_dma(sg_phys(sg), sg->length, write);
	return &desc;
}

static void sdhi_transfer(bool write)
{
	struct mmc_data data = { .sg = drv->sg, .sg_len = 1 };
	struct renesas_sdhi *priv = kzalloc(sizeof(*priv), GFP_KERNEL);
	struct tmio_mmc_host *host = kzalloc(sizeof(*host), GFP_KERNEL);
	struct dma_device device = { };
	struct dma_chan chan = { .device = &device };

	host->pdata = &priv->mmc_data;
	host->bounce_buf = (u8 *)__get_free_page(GFP_KERNEL);
	host->chan_tx = &chan;
	host->chan_rx = &chan;
	init_completion(&priv->dma_priv.dma_dataend);
	tmio_mmc_init_sg(host, &data);
	spin_lock_irq(&drv->lock);
	if (write) {
		renesas_sdhi_sys_dmac_start_dma_tx(host);
	} else {
		renesas_sdhi_sys_dmac_start_dma_rx(host);
		tmio_mmc_check_bounce_buffer(host);
	}
	spin_unlock_irq(&drv->lock);
	/* What is short is left to PIO. */
	if (drv->len < TMIO_MMC_MIN_DMA_LEN) {
		drv->pos = drv->len;
		sg_copy_buffer(drv->sg, 1, drv->device, drv->len, 0, write);
	}
	free_page((unsigned long)host->bounce_buf);
	kfree(host);
	kfree(priv);
}

/* SDIO passes lowmem, which need not be in one page. */
DRV_SUITE(renesas_sdhi, sdhi_transfer, 1, 1, PAGE_SIZE, 2);
