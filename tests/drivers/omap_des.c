// SPDX-License-Identifier: GPL-2.0
/*
 * omap-des without a DMA channel, and so omap-crypto.  In a second suite the list is
 * longer than the request, as it is if a tag follows the data.
 */
#include "omap.h"

#define omap_crypto_align_sg	des_crypto_align_sg
#define omap_crypto_cleanup	des_crypto_cleanup
#define kfree(p)		omap_kfree(p)
#include <../drivers/crypto/omap-crypto.c>
#undef kfree
#undef pr_fmt
#include <../drivers/crypto/omap-des.c>

static void des_run(bool write, unsigned int tail)
{
	static const struct omap_des_pdata pdata = {
		.data_ofs = OMAP_DATA, .irq_status_ofs = OMAP_STATUS, .irq_enable_ofs = OMAP_ENABLE,
	};
	struct crypto_skcipher *tfm = kzalloc(sizeof(*tfm) + sizeof(struct omap_des_ctx),
					      GFP_KERNEL);
	struct skcipher_request *req = kzalloc(sizeof(*req) + sizeof(struct omap_des_reqctx),
					       GFP_KERNEL);
	struct omap_des_dev *dd = kzalloc(sizeof(*dd), GFP_KERNEL);
	unsigned int len = drv->len > tail ? drv->len - tail : drv->len;
	u8 *other = kzalloc(DRV_BLOCKS * DRV_BLOCK, GFP_KERNEL), rest[DES_BLOCK_SIZE];
	struct scatterlist sg;

	sg_init_one(&sg, other, len);
	omap_dd = dd;
	omap_dd_size = sizeof(*dd);
	omap_writing = write;
	omap_done = omap_wrong = false;
	dd->pio_only = 1;
	dd->pdata = &pdata;
	req->base.tfm = crypto_skcipher_tfm(tfm);
	req->src = write ? drv->sg : &sg;
	req->dst = write ? &sg : drv->sg;
	req->cryptlen = len;
	if (omap_des_prepare_req(req, dd) || omap_des_crypt_dma_start(dd))
		return;
	while (!omap_done) {
		spin_lock_irq(&drv->lock);
		omap_des_irq(0, dd);
		spin_unlock_irq(&drv->lock);
	}
	omap_des_done_task(&dd->done_task);

	/* What the driver has nothing to do with. */
	if (write)
		sg_pcopy_to_buffer(drv->sg, drv->entries, rest, drv->len - len, len);
	for (len = 0; drv->pos < drv->len; len++) {
		if (write)
			drv_push(rest[len]);
		else
			rest[len] = drv_pull();
	}
	if (!write)
		sg_pcopy_from_buffer(drv->sg, drv->entries, rest, len, drv->len - len);
	if (omap_wrong)
		drv->pos = 0;
	kfree(other);
	kfree(dd);
	kfree(req);
	kfree(tfm);
}

static void des_transfer(bool write)
{
	des_run(write, 0);
}

static void des_longer(bool write)
{
	des_run(write, DES_BLOCK_SIZE);
}

/* Each block takes two interrupts, which are slow in QEMU. */
DRV_SUITE(omap_des, des_transfer, DES_BLOCK_SIZE, DRV_BLOCKS, 256, DES_BLOCK_SIZE);
DRV_SUITE(omap_des_longer, des_longer, DES_BLOCK_SIZE, DRV_BLOCKS, 256, DES_BLOCK_SIZE);
