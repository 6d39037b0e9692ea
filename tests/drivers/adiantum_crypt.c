// SPDX-License-Identifier: GPL-2.0
/*
 * adiantum: what is encrypted from the list is decrypted in a buffer, what is decrypted to
 * the list is encrypted in one; by another copy of the same file, the kernel's own.
 */
#include "drv.h"
#include <../crypto/adiantum.c>

static void adiantum_transfer(bool write)
{
	struct crypto_skcipher *tfm = crypto_alloc_skcipher("adiantum(xchacha12,aes)", 0,
							    CRYPTO_ALG_ASYNC);
	struct skcipher_request *req = skcipher_request_alloc(tfm, GFP_KERNEL);
	u8 iv[TWEAK_SIZE], tweak[TWEAK_SIZE], key[32], *buf = kmalloc(drv->len, GFP_KERNEL);
	struct scatterlist one, *dst;
	int err;

	prandom_bytes_state(&drv->rnd, key, sizeof(key));
	prandom_bytes_state(&drv->rnd, tweak, sizeof(tweak));
	crypto_skcipher_setkey(tfm, key, sizeof(key));
	sg_init_one(&one, buf, drv->len);
	skcipher_request_set_callback(req, 0, NULL, NULL);
	memcpy(iv, tweak, sizeof(iv));
	if (write) {
		skcipher_request_set_crypt(req, drv->sg, &one, drv->len, iv);
		err = adiantum_encrypt(req);
		memcpy(iv, tweak, sizeof(iv));
		skcipher_request_set_crypt(req, &one, &one, drv->len, iv);
		err = err ?: crypto_skcipher_decrypt(req);
		drv_push_buf(buf, drv->len);
	} else {
		drv_pull_buf(buf, drv->len);
		skcipher_request_set_crypt(req, &one, &one, drv->len, iv);
		err = crypto_skcipher_encrypt(req);
		dst = drv->sg;
		/* In place, or not. */
		if (drv_random(2))
			sg_copy_from_buffer(drv->sg, drv->entries, buf, drv->len);
		else
			dst = &one;
		memcpy(iv, tweak, sizeof(iv));
		skcipher_request_set_crypt(req, dst, drv->sg, drv->len, iv);
		err = err ?: adiantum_decrypt(req);
	}
	if (err)
		drv->pos = 0;
	kfree(buf);
	skcipher_request_free(req);
	crypto_free_skcipher(tfm);
}

/* 16 bytes, and more. */
DRV_SUITE(adiantum, adiantum_transfer, 1, 2, DRV_BLOCK, BLOCKCIPHER_BLOCK_SIZE);
