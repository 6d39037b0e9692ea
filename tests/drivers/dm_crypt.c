// SPDX-License-Identifier: GPL-2.0
/*
 * dm-crypt: the IV generators that touch the data, with cbc(aes).  What is written is
 * encrypted from the list, and decrypted by the driver in a buffer; what is read is
 * encrypted in a buffer, and decrypted in the list.
 */
#include "drv.h"
#include <linux/device-mapper.h>

#undef module_dm
#define module_dm(name)	static struct target_type * __maybe_unused drv_target = &name##_target

#include <../drivers/md/dm-crypt.c>

static void crypt_pass(struct crypt_config *cc, struct bio_vec *in, struct bio_vec *out,
		       unsigned int n_in, unsigned int n_out, enum req_op op)
{
	struct crypto_skcipher *tfm = any_tfm(cc);
	struct skcipher_request *req = kzalloc(cc->dmreq_start + sizeof(struct dm_crypt_request) +
					       4 * AES_BLOCK_SIZE, GFP_KERNEL);
	struct dm_crypt_io *io = kzalloc(sizeof(*io), GFP_KERNEL);
	struct bio bio_in, bio_out;

	bio_init(&bio_in, NULL, in, n_in, op);
	bio_init(&bio_out, NULL, out, n_out, op);
	bio_in.bi_iter.bi_size = bio_out.bi_iter.bi_size = drv->len;
	crypt_convert_init(cc, &io->ctx, &bio_out, &bio_in, 1234567);
	while (io->ctx.iter_in.bi_size) {
		skcipher_request_set_tfm(req, tfm);
		skcipher_request_set_callback(req, 0, NULL, NULL);
		if (crypt_convert_block_skcipher(cc, &io->ctx, req, 0))
			break;
		io->ctx.cc_sector++;
	}
	kfree(io);
	kfree(req);
}

static void crypt_run(const struct crypt_iv_operations *ops, bool write)
{
	struct crypto_skcipher *tfm = crypto_alloc_skcipher("cbc(aes)", 0, CRYPTO_ALG_ASYNC);
	struct crypt_config *cc = kzalloc(struct_size(cc, key, 64), GFP_KERNEL);
	u8 *buf = kmalloc(drv->len, GFP_KERNEL);
	struct bio_vec list[DRV_BLOCKS], one;
	struct dm_target ti = {};
	unsigned int i;

	cc->cipher_tfm.tfms = &tfm;
	cc->tfms_count = cc->key_parts = 1;
	cc->iv_gen_ops = ops;
	cc->iv_size = AES_BLOCK_SIZE;
	cc->sector_size = 1 << SECTOR_SHIFT;
	cc->dmreq_start = ALIGN(sizeof(struct skcipher_request) + crypto_skcipher_reqsize(tfm),
				CRYPTO_MINALIGN);
	cc->key_size = 64;
	cc->key_extra_size = 32;
	prandom_bytes_state(&drv->rnd, cc->key, cc->key_size);
	if (ops == &crypt_iv_elephant_ops)
		set_bit(CRYPT_ENCRYPT_PREPROCESS, &cc->cipher_flags);
	if (crypto_skcipher_setkey(tfm, cc->key, 32) || ops->ctr(cc, &ti, NULL) || ops->init(cc))
		return;

	for (i = 0; i < drv->entries; i++)
		bvec_set_page(&list[i], sg_page(&drv->sg[i]), drv->sg[i].length,
			      drv->sg[i].offset);
	bvec_set_virt(&one, buf, drv->len);
	if (write) {
		crypt_pass(cc, list, &one, drv->entries, 1, REQ_OP_WRITE);
		crypt_pass(cc, &one, &one, 1, 1, REQ_OP_READ);
		drv_push_buf(buf, drv->len);
	} else {
		drv_pull_buf(buf, drv->len);
		crypt_pass(cc, &one, &one, 1, 1, REQ_OP_WRITE);
		sg_copy_from_buffer(drv->sg, drv->entries, buf, drv->len);
		crypt_pass(cc, list, list, drv->entries, drv->entries, REQ_OP_READ);
	}
	ops->dtr(cc);
	crypto_free_skcipher(tfm);
	kfree(buf);
	kfree(cc);
}

static void crypt_lmk(bool write)
{
	crypt_run(&crypt_iv_lmk_ops, write);
}

static void crypt_tcw(bool write)
{
	crypt_run(&crypt_iv_tcw_ops, write);
}

static void crypt_elephant(bool write)
{
	crypt_run(&crypt_iv_elephant_ops, write);
}

/* Sectors. */
DRV_SUITE(dm_crypt_lmk, crypt_lmk, 512, DRV_BLOCKS, PAGE_SIZE, 512);
DRV_SUITE(dm_crypt_tcw, crypt_tcw, 512, DRV_BLOCKS, PAGE_SIZE, 512);
DRV_SUITE(dm_crypt_elephant, crypt_elephant, 512, DRV_BLOCKS, PAGE_SIZE, 512);
