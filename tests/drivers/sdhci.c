// SPDX-License-Identifier: GPL-2.0
/*
 * sdhci: the table of ADMA2, and what it does to memory.  Unaligned bytes go through a
 * buffer, to which and from which the driver copies.
 */
#include "drv.h"

#include <linux/dma-mapping.h>
#define dma_sync_sg_for_cpu(dev, sg, nents, dir) ((void)(dev))

#include <../drivers/mmc/host/sdhci.c>

static u8 *sdhci_align;
static dma_addr_t sdhci_align_addr;

/* The device reads or writes memory, as a descriptor says. */
static void sdhci_dma(dma_addr_t addr, unsigned int len, bool write)
{
	for (; len--; addr++) {
		u8 *byte = sdhci_align + (addr - sdhci_align_addr);

		/* What is beyond the data is not transferred, only counted. */
		if (drv->pos >= drv->len) {
			drv->pos += len + 1;
			return;
		}
		if (addr - sdhci_align_addr >= PAGE_SIZE)
			drv_dma(addr, 1, write);
		else if (write)
			drv_push(*byte);
		else
			*byte = drv_pull();
	}
}

static void sdhci_transfer(bool write)
{
	struct mmc_data data = {
		.sg = drv->sg, .sg_len = drv->entries,
		.flags = write ? MMC_DATA_WRITE : MMC_DATA_READ,
	};
	static const struct sdhci_ops ops;
	static struct mmc_host mmc;
	static u8 table[PAGE_SIZE];
	struct sdhci_host *host = kzalloc(sizeof(*host), GFP_KERNEL);
	struct sdhci_adma2_64_desc *desc;
	unsigned int i;

	sdhci_align = (u8 *)get_zeroed_page(GFP_KERNEL);
	sdhci_align_addr = virt_to_phys(sdhci_align);
	host->mmc = &mmc;
	host->ops = &ops;
	host->adma_table = table;
	host->adma_table_sz = sizeof(table);
	host->align_buffer = sdhci_align;
	host->align_addr = sdhci_align_addr;
	host->desc_sz = SDHCI_ADMA2_32_DESC_SZ;
	host->max_adma = 65536;
	for (i = 0; i < drv->entries; i++) {
		sg_dma_address(&drv->sg[i]) = sg_phys(&drv->sg[i]);
		sg_dma_len(&drv->sg[i]) = drv->sg[i].length;
	}

	sdhci_adma_table_pre(host, &data, drv->entries);
	for (i = 0; i < sizeof(table); i += host->desc_sz) {
		desc = (void *)(table + i);
		if (le16_to_cpu(desc->cmd) == ADMA2_NOP_END_VALID)
			break;
		sdhci_dma(le32_to_cpu(desc->addr_lo), le16_to_cpu(desc->len) ?: 65536, write);
	}
	sdhci_adma_table_post(host, &data);
	free_page((unsigned long)sdhci_align);
	kfree(host);
}

/* What SDIO passes may be short, and have any alignment. */
DRV_SUITE(sdhci, sdhci_transfer, 4, DRV_BLOCKS, DRV_BLOCK, 4);
DRV_SUITE(sdhci_bytes, sdhci_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
DRV_SUITE(sdhci_short, sdhci_transfer, 1, DRV_BLOCKS, 6, 1);
