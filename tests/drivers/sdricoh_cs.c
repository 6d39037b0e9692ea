// SPDX-License-Identifier: GPL-2.0
/* sdricoh_cs: a data register of 32 bits; the status is always ready. */
#include "drv.h"

static u32 sdricoh_model_readl(unsigned long reg);
static void sdricoh_model_writel(u32 value, unsigned long reg);

#undef readl
#undef readb
#undef writel
#undef writew
#define readl(addr)		sdricoh_model_readl((unsigned long)(addr))
#define readb(addr)		sdricoh_model_readl((unsigned long)(addr))
#define writel(value, addr)	sdricoh_model_writel(value, (unsigned long)(addr))
#define writew(value, addr)	sdricoh_model_writel(value, (unsigned long)(addr))
#include <linux/mmc/host.h>
#define mmc_request_done(mmc, mrq) ((void)(mrq))

#include <../drivers/mmc/host/sdricoh_cs.c>

static u32 sdricoh_model_readl(unsigned long reg)
{
	if (reg == R21C_STATUS)
		return STATUS_CMD_FINISHED | STATUS_TRANSFER_FINISHED |
		       STATUS_READY_TO_READ | STATUS_READY_TO_WRITE;
	return reg == R230_DATA ? drv_pull_word(4) : 0;
}

static void sdricoh_model_writel(u32 value, unsigned long reg)
{
	if (reg == R230_DATA)
		drv_push_word(value, 4);
}

static void sdricoh_transfer(bool write)
{
	struct mmc_data data = {
		.blksz = 512, .blocks = drv->len / 512, .sg = drv->sg,
		.sg_len = 1, .flags = write ? MMC_DATA_WRITE : MMC_DATA_READ,
	};
	struct mmc_command cmd = { .opcode = MMC_READ_SINGLE_BLOCK, .data = &data };
	struct mmc_request mrq = { .cmd = &cmd };
	struct mmc_host *mmc = kzalloc(sizeof(*mmc) + sizeof(struct sdricoh_host), GFP_KERNEL);

	sdricoh_request(mmc, &mrq);
	kfree(mmc);
}

/* max_req_size and max_seg_size are a page, and there is one entry. */
DRV_SUITE(sdricoh, sdricoh_transfer, 512, 1, PAGE_SIZE, 512);
