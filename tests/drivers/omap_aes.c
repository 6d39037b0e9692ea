// SPDX-License-Identifier: GPL-2.0
/*
 * omap-aes without a DMA channel, and omap-crypto.  In a second suite lists are not
 * aligned, and are therefore copied.  In others, for omap-crypto alone, the result is
 * copied in two pieces, and an entry is made to stand for another.
 */
#include "omap.h"

#define omap_crypto_align_sg	aes_crypto_align_sg
#define omap_crypto_cleanup	aes_crypto_cleanup
#include <../drivers/crypto/omap-crypto.c>
#undef pr_fmt
#include <../drivers/crypto/omap-aes.c>

void omap_aes_gcm_dma_out_callback(void *data)
{
}

static void aes_transfer(bool write)
{
	static const struct omap_aes_pdata pdata = {
		.data_ofs = OMAP_DATA, .irq_status_ofs = OMAP_STATUS, .irq_enable_ofs = OMAP_ENABLE,
	};
	struct crypto_skcipher *tfm = kzalloc(sizeof(*tfm) + sizeof(struct omap_aes_ctx),
					      GFP_KERNEL);
	struct skcipher_request *req = kzalloc(sizeof(*req) + sizeof(struct omap_aes_reqctx),
					       GFP_KERNEL);
	struct omap_aes_dev *dd = kzalloc(sizeof(*dd), GFP_KERNEL);
	u8 *other = kzalloc(DRV_BLOCKS * DRV_BLOCK, GFP_KERNEL);
	struct scatterlist sg;

	sg_init_one(&sg, other, drv->len);
	omap_writing = write;
	omap_done = false;
	dd->pio_only = 1;
	dd->pdata = &pdata;
	req->base.tfm = crypto_skcipher_tfm(tfm);
	req->src = write ? drv->sg : &sg;
	req->dst = write ? &sg : drv->sg;
	req->cryptlen = drv->len;
	if (omap_aes_prepare_req(req, dd) || omap_aes_crypt_dma_start(dd))
		return;
	while (!omap_done) {
		spin_lock_irq(&drv->lock);
		omap_aes_irq(0, dd);
		spin_unlock_irq(&drv->lock);
	}
	omap_aes_done_task(&dd->done_task);
	kfree(other);
	kfree(dd);
	kfree(req);
	kfree(tfm);
}

static void crypto_copy(bool write)
{
	unsigned int done, len;

	for (done = 0; done < drv->len; done += len) {
		struct scatterlist *sg = drv->sg, new;
		unsigned long flags = 0;

		len = done ? drv->len - done : 1 + drv_random(drv->len);
		if (omap_crypto_align_sg(&sg, len, 1, &new, OMAP_CRYPTO_FORCE_COPY, 0, &flags))
			return;
		drv_pull_buf(sg_virt(sg), len);
		omap_crypto_cleanup(sg, drv->sg, done, len, 0, flags);
	}
}

static void crypto_single(bool write)
{
	u8 *buf = kmalloc(DRV_BLOCK, GFP_KERNEL);
	struct scatterlist *sg = drv->sg, new;
	unsigned long flags = 0;

	sg_init_table(&new, 1);
	if (omap_crypto_align_sg(&sg, drv->len, 4, &new, OMAP_CRYPTO_FORCE_SINGLE_ENTRY, 0, &flags))
		return;
	if (write) {
		sg_copy_to_buffer(&new, 1, buf, drv->len);
		drv_push_buf(buf, drv->len);
	} else {
		drv_pull_buf(buf, drv->len);
		sg_copy_from_buffer(&new, 1, buf, drv->len);
	}
	omap_crypto_cleanup(&new, NULL, 0, drv->len, 0, flags);
	kfree(buf);
}

/* Each block takes two interrupts, which are slow in QEMU. */
DRV_SUITE(omap_aes, aes_transfer, AES_BLOCK_SIZE, DRV_BLOCKS, 512, AES_BLOCK_SIZE);
DRV_SUITE(omap_aes_copied, aes_transfer, 1, DRV_BLOCKS, 512, AES_BLOCK_SIZE);
DRV_SUITE_READ(omap_crypto, crypto_copy, 1, DRV_BLOCKS, DRV_BLOCK, 1);
DRV_SUITE(omap_crypto_single, crypto_single, 4, 1, DRV_BLOCK, 4);
