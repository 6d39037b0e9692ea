// SPDX-License-Identifier: GPL-2.0
/*
 * hifn_795x: what is done when the device has written the result to a page of the
 * driver; and, in a second suite, when it is more than a page.  In the others a request
 * is set up before, and the device writes to where the descriptors say.
 */
#include "drv.h"
#include <crypto/internal/skcipher.h>
#include <linux/dma-mapping.h>

#undef writel
#undef dma_map_page
#define writel(value, addr)		((void)(value), (void)(addr))
#define dma_map_page(dev, page, offset, size, dir) (page_to_phys(page) + (offset))
#undef module_param_string
#define module_param_string(...)
#define skcipher_request_complete(req, error) ((void)(req), hifn_error = (error))

static int hifn_error;

#include <../drivers/crypto/hifn_795x.c>

static void hifn_transfer(bool write)
{
	struct skcipher_request *req = kzalloc(sizeof(*req) + sizeof(struct hifn_request_context),
					       GFP_KERNEL);
	struct hifn_request_context *rctx = skcipher_request_ctx(req);
	unsigned int i, k;

	rctx->walk.flags = ASYNC_FLAGS_MISALIGNED;
	hifn_cipher_walk_init(&rctx->walk, drv->entries, GFP_KERNEL);
	for (i = 0; i < drv->entries; i++) {
		u8 *page = page_address(sg_page(&rctx->walk.cache[i]));

		for (k = 0; k < PAGE_SIZE && drv->pos < drv->len; k++)
			page[k] = drv_pull();
	}
	req->dst = drv->sg;
	req->cryptlen = drv->len;
	hifn_process_ready(req, 0);
	/* Who is told of an error does not look at the result. */
	if (hifn_error) {
		sg_copy_from_buffer(drv->sg, drv->entries, drv->device, drv->len);
		drv->pos = drv->len;
	}
	kfree(req);
}

DRV_SUITE_READ(hifn, hifn_transfer, 1, DRV_BLOCKS, PAGE_SIZE / DRV_BLOCKS, 1);
DRV_SUITE_READ(hifn_long, hifn_transfer, 4, DRV_BLOCKS, DRV_BLOCK, 4);

/* One of four finds the queue full, and is refused when the queue is flushed. */
static void hifn_run(bool aligned)
{
	struct crypto_skcipher *tfm = kzalloc(sizeof(*tfm) + sizeof(struct hifn_context),
					      GFP_KERNEL);
	struct skcipher_request *req = kzalloc(sizeof(*req) + sizeof(struct hifn_request_context),
					       GFP_KERNEL);
	struct hifn_request_context *rctx = skcipher_request_ctx(req);
	struct pci_dev *pdev = kzalloc(sizeof(*pdev), GFP_KERNEL);
	struct hifn_device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	struct hifn_dma *dma = kzalloc(sizeof(*dma), GFP_KERNEL);
	struct hifn_context *ctx = crypto_skcipher_ctx(tfm);
	bool full = !drv_random(4);
	struct scatterlist src;
	int i, err;

	sg_init_one(&src, drv->flat, drv->len);
	spin_lock_init(&dev->lock);
	dev->pdev = pdev;
	dev->desc_virt = dma;
	dev->started = full ? HIFN_QUEUE_LENGTH : 0;
	ctx->dev = dev;
	ctx->keysize = 16;
	rctx->op = ACRYPTO_OP_ENCRYPT;
	rctx->type = ACRYPTO_TYPE_AES_128;
	rctx->mode = ACRYPTO_MODE_ECB;
	req->base.tfm = crypto_skcipher_tfm(tfm);
	req->src = &src;
	req->dst = drv->sg;
	req->cryptlen = drv->len;
	err = hifn_setup_session(req);
	for (i = 0; !err && i < dma->dsti; i++)
		drv_dma(le32_to_cpu(dma->dstr[i].p), le32_to_cpu(dma->dstr[i].l) & 0xffff, false);
	hifn_process_ready(req, err);
	/* An error, and only where there may be one, leaves the destination alone. */
	if (hifn_error && (full || (!aligned && drv->len > PAGE_SIZE)))
		drv_answer(NULL, 0, 0);
	else if (hifn_error)
		drv->pos = 0;
	/* No page of the driver is kept. */
	if (rctx->walk.num)
		drv->pos = 0;
	kfree(dma);
	kfree(dev);
	kfree(pdev);
	kfree(req);
	kfree(tfm);
}

static void hifn_request(bool write)
{
	hifn_run(false);
}

static void hifn_aligned(bool write)
{
	hifn_run(true);
}

DRV_SUITE_READ(hifn_request, hifn_request, 1, DRV_BLOCKS, 1536, 1);
DRV_SUITE_READ(hifn_aligned, hifn_aligned, 4, DRV_BLOCKS, DRV_BLOCK, 4);
