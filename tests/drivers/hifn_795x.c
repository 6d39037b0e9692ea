// SPDX-License-Identifier: GPL-2.0
/*
 * hifn_795x: what is done when the device has written the result to a page of the
 * driver; and, in a second suite, when it is more than a page.
 */
#include "drv.h"
#include <crypto/internal/skcipher.h>

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
