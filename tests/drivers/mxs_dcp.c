// SPDX-License-Identifier: GPL-2.0
/* mxs-dcp: AES, in a buffer of the driver, in which the device leaves what it gets. */
#include "drv.h"
#include <crypto/aes.h>
#include <crypto/internal/hash.h>
#include <crypto/internal/skcipher.h>
#include <crypto/scatterwalk.h>
#include <linux/dma-mapping.h>
#include <linux/stmp_device.h>

static void dcp_write(u32 value, unsigned long reg);

#undef readl
#undef writel
#undef dma_map_single
#undef dma_unmap_single
#define readl(addr)			((u32)(unsigned long)(addr) & 0)
#define writel(value, addr)		dcp_write(value, (unsigned long)(addr))
#define dma_map_single(dev, p, size, dir) ((dma_addr_t)(unsigned long)(p))
#define dma_unmap_single(dev, addr, size, dir) ((void)(addr))
#define dma_mapping_error(dev, addr)	0
#define wait_for_completion_timeout(done, timeout) 1

#include <../drivers/crypto/mxs-dcp.c>

static bool dcp_writing;

static void dcp_write(u32 value, unsigned long reg)
{
	struct dcp_dma_desc *desc = &global_sdcp->coh->desc[DCP_CHAN_CRYPTO];
	u8 *in = (u8 *)(unsigned long)desc->source, *out = (u8 *)(unsigned long)desc->destination;
	unsigned int i;

	if (reg != MXS_DCP_CH_N_SEMA(DCP_CHAN_CRYPTO))
		return;
	for (i = 0; i < desc->size; i++) {
		out[i] = dcp_writing ? in[i] : drv_pull();
		if (dcp_writing)
			drv_push(in[i]);
	}
}

static void dcp_transfer(bool write)
{
	struct crypto_skcipher *tfm = kzalloc(sizeof(*tfm) + sizeof(struct dcp_async_ctx),
					      GFP_KERNEL);
	struct skcipher_request *req = kzalloc(sizeof(*req) + sizeof(struct dcp_aes_req_ctx),
					       GFP_KERNEL);
	struct dcp_async_ctx *actx = crypto_skcipher_ctx(tfm);
	struct dcp_aes_req_ctx *rctx = skcipher_request_ctx(req);

	global_sdcp = kzalloc(sizeof(*global_sdcp), GFP_KERNEL);
	global_sdcp->coh = kzalloc(sizeof(*global_sdcp->coh), GFP_KERNEL);
	init_completion(&global_sdcp->completion[DCP_CHAN_CRYPTO]);
	dcp_writing = write;
	actx->chan = DCP_CHAN_CRYPTO;
	rctx->ecb = 1;
	req->base.tfm = crypto_skcipher_tfm(tfm);
	req->src = req->dst = drv->sg;
	req->cryptlen = drv->len;
	if (mxs_dcp_aes_block_crypt(&req->base))
		drv->pos = 0;
	kfree(global_sdcp->coh);
	kfree(global_sdcp);
	kfree(req);
	kfree(tfm);
}

DRV_SUITE(mxs_dcp, dcp_transfer, 1, DRV_BLOCKS, DRV_BLOCK, AES_BLOCK_SIZE);
