// SPDX-License-Identifier: GPL-2.0
/* eip93: the tag behind the data, the byte order of which is changed in the list. */
#include "drv.h"
#include <linux/dma-mapping.h>

#undef dma_unmap_sg
#define dma_unmap_sg(dev, sg, nents, dir) ((void)(sg))

#include <../drivers/crypto/inside-secure/eip93/eip93-common.c>

static void eip93_transfer(bool write)
{
	struct eip93_cipher_reqctx *rctx = kzalloc(sizeof(*rctx), GFP_KERNEL);
	u8 *buf = kmalloc(DRV_BLOCK, GFP_KERNEL);
	unsigned int i, len;

	rctx->sg_src = rctx->sg_dst = drv->sg;
	rctx->dst_nents = drv->entries;
	rctx->authsize = min(drv->len, SHA256_DIGEST_SIZE);
	rctx->textsize = len = drv->len - rctx->authsize;
	rctx->flags = EIP93_HASH_SHA256 | EIP93_HASH_HMAC | EIP93_ENCRYPT;
	for (i = 0; i < drv->len; i++)
		buf[i < len ? i : i ^ 3] = drv_pull();
	sg_copy_from_buffer(drv->sg, drv->entries, buf, drv->len);
	eip93_unmap_dma(NULL, rctx, drv->sg, drv->sg);
	kfree(buf);
	kfree(rctx);
}

DRV_SUITE_READ(eip93, eip93_transfer, AES_BLOCK_SIZE, 1, DRV_BLOCK, AES_BLOCK_SIZE);
