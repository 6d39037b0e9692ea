// SPDX-License-Identifier: GPL-2.0
/*
 * omap-sham: blocks that are written to the engine's registers.  In a second suite the engine
 * stops to answer before one of the blocks.
 */
#include "drv.h"
#include <crypto/engine.h>
#include <crypto/internal/engine.h>
#include <crypto/internal/hash.h>
#include <crypto/sha1.h>

#define SHAM_DIN	0x100

static void sham_writel(u32 value, unsigned long reg)
{
	if (reg >= SHAM_DIN && reg < SHAM_DIN + SHA1_BLOCK_SIZE)
		drv_push_word(value, 4);
}

#undef MODULE_DEVICE_TABLE
#define MODULE_DEVICE_TABLE(type, name)
#undef __raw_writel
#define __raw_writel(value, addr)	sham_writel(value, (unsigned long)(addr))
#undef pr_fmt
#ifndef CONFIG_OF
#define CONFIG_OF 1
#endif

#include <../drivers/crypto/omap-sham.c>

static unsigned int sham_hangs;

static int sham_poll_irq(struct omap_sham_dev *dd)
{
	return drv->pos < sham_hangs ? 0 : -ETIMEDOUT;
}

static void sham_trigger(struct omap_sham_dev *dd, size_t length)
{
}

static void sham_write_ctrl(struct omap_sham_dev *dd, size_t length, int final, int dma)
{
}

static void sham_run(unsigned int hangs)
{
	static const struct omap_sham_pdata pdata = {
		.din_ofs = SHAM_DIN, .trigger = sham_trigger, .write_ctrl = sham_write_ctrl,
		.poll_irq = sham_poll_irq,
	};
	struct ahash_request *req = kzalloc(sizeof(*req) + sizeof(struct omap_sham_reqctx),
					    GFP_KERNEL);
	struct omap_sham_reqctx *ctx = ahash_request_ctx(req);
	struct omap_sham_dev *dd = kzalloc(sizeof(*dd), GFP_KERNEL);
	int err, preempt = preempt_count();

	sham_hangs = hangs;
	dd->pdata = &pdata;
	dd->req = req;
	ctx->flags = FLAGS_MODE_SHA1 << FLAGS_MODE_SHIFT;
	ctx->sg = drv->sg;
	ctx->sg_len = drv->entries;
	ctx->total = drv->len;
	err = omap_sham_xmit_cpu(dd, drv->len, 1);
	drv_returned(preempt);
	if (err == (hangs < drv->len ? -ETIMEDOUT : -EINPROGRESS) && hangs < drv->len) {
		sg_pcopy_to_buffer(drv->sg, drv->entries, drv->device + drv->pos,
				   drv->len - drv->pos, drv->pos);
		drv->pos = drv->len;
	}
	kfree(dd);
	kfree(req);
}

static void sham_transfer(bool write)
{
	sham_run(drv->len);
}

static void sham_timeout(bool write)
{
	sham_run(drv_random(drv->len));
}

/* Whole blocks; lists of others are copied before. */
DRV_SUITE_WRITE(omap_sham, sham_transfer, SHA1_BLOCK_SIZE, DRV_BLOCKS, DRV_BLOCK, SHA1_BLOCK_SIZE);
DRV_SUITE_WRITE(omap_sham_hangs, sham_timeout, SHA1_BLOCK_SIZE, DRV_BLOCKS, DRV_BLOCK,
		SHA1_BLOCK_SIZE);
