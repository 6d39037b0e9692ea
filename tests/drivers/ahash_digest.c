// SPDX-License-Identifier: GPL-2.0
/* ahash: the digest of data in one entry, or more. */
#include "drv.h"
#include <crypto/sha2.h>
#include <../crypto/ahash.c>

static void ahash_transfer(bool write)
{
	struct crypto_shash *tfm = crypto_alloc_shash("sha256", 0, 0);
	struct ahash_request *req = kzalloc(sizeof(*req), GFP_KERNEL);
	u8 result[SHA256_DIGEST_SIZE], must[SHA256_DIGEST_SIZE];
	u8 *buf = kmalloc(drv->len, GFP_KERNEL);
	SHASH_DESC_ON_STACK(desc, tfm);
	unsigned int i, at = 0;

	for (i = 0; i < drv->entries; at += drv->sg[i++].length)
		memcpy(buf + at, drv->flat + drv->at[i], drv->sg[i].length);
	sha256(buf, drv->len, must);
	desc->tfm = tfm;
	req->src = drv->sg;
	req->nbytes = drv->len;
	req->result = result;
	if (!shash_ahash_digest(req, desc) && !memcmp(result, must, sizeof(must)))
		drv_push_buf(buf, drv->len);
	kfree(buf);
	kfree(req);
	crypto_free_shash(tfm);
}

DRV_SUITE_WRITE(ahash, ahash_transfer, 1, 2, DRV_BLOCK, 1);
