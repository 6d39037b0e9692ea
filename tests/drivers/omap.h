/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The AES and DES engines of OMAP without a DMA channel: registers for a block, and
 * one that says which interrupt is due.  What is written is read back.
 */
#include "drv.h"
#include <crypto/engine.h>
#include <crypto/gcm.h>
#include <crypto/internal/aead.h>
#include <crypto/internal/des.h>
#include <crypto/internal/engine.h>
#include <crypto/internal/skcipher.h>
#include <crypto/scatterwalk.h>
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/interrupt.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/pm_runtime.h>

#define OMAP_DATA	0x100
#define OMAP_STATUS	0x200
#define OMAP_ENABLE	0x300

static u32 omap_block[4], omap_due;
static bool omap_writing, omap_done, omap_wrong;

static u32 omap_readl(unsigned long reg)
{
	if (reg == OMAP_STATUS)
		return omap_due;
	if (reg < OMAP_DATA || reg >= OMAP_STATUS)
		return 0;
	return omap_writing ? omap_block[(reg - OMAP_DATA) / 4] : drv_pull_word(4);
}

static void omap_writel(u32 value, unsigned long reg)
{
	if (reg == OMAP_ENABLE)
		omap_due = value;
	if (reg < OMAP_DATA || reg >= OMAP_STATUS)
		return;
	omap_block[(reg - OMAP_DATA) / 4] = value;
	if (omap_writing)
		drv_push_word(value, 4);
}

/* Of what is freed nothing is a part of the device's structure. */
static const void *omap_dd;
static size_t omap_dd_size;

static void __maybe_unused omap_kfree(const void *p)
{
	if (p >= omap_dd && p < omap_dd + omap_dd_size)
		omap_wrong = true;
	else
		kfree(p);
}

/* They are of no driver that is there. */
#undef MODULE_DEVICE_TABLE
#define MODULE_DEVICE_TABLE(type, name)
#undef __raw_readl
#undef __raw_writel
#define __raw_readl(addr)		omap_readl((unsigned long)(addr))
#define __raw_writel(value, addr)	omap_writel(value, (unsigned long)(addr))
#define pm_runtime_resume_and_get(dev)	0
#define pm_runtime_put_autosuspend(dev)	((void)(dev))
#define queue_work(queue, work)		((void)(work), omap_done = true)
#define crypto_finalize_skcipher_request(engine, req, err) ((void)(req))
/* omap2plus_defconfig has none. */
#undef CONFIG_ZONE_DMA
#ifndef CONFIG_OF
#define CONFIG_OF 1
#endif
