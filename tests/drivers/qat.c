// SPDX-License-Identifier: GPL-2.0
/* qat: the header that zstd looks at, of a source whose first entry can be short. */
#include "drv.h"
#include <linux/dma-mapping.h>
#include <linux/zstd.h>

static void qat_header(const u8 *buf, size_t len);

/* It is no header, so the function ends there, and all else is not even linked. */
#define zstd_get_frame_header(header, buf, len) ({ qat_header(buf, len); 1; })
#undef dev_err
#define dev_err(dev, ...)
#define qat_comp_alg_callback	static __maybe_unused qat_comp_alg_callback
#define qat_comp_algs_register	static __maybe_unused qat_comp_algs_register
#define qat_comp_algs_unregister static __maybe_unused qat_comp_algs_unregister

#pragma GCC diagnostic ignored "-Wold-style-declaration"
#include <../drivers/crypto/intel/qat/qat_common/qat_comp_algs.c>

static void qat_header(const u8 *buf, size_t len)
{
	size_t need = min(drv->len, ZSTD_FRAMEHEADERSIZE_MAX);

	while (len >= need && drv->pos < need)
		drv_push(*buf++);
}

static void qat_transfer(bool write)
{
	struct crypto_acomp *tfm = kzalloc(sizeof(*tfm) + sizeof(struct qat_compression_ctx),
					   GFP_KERNEL);
	struct acomp_req *req = kzalloc(sizeof(*req) + sizeof(*req), GFP_KERNEL);
	u8 *buf = kmalloc(DRV_BLOCK, GFP_KERNEL);
	unsigned int i;

	req->base.tfm = crypto_acomp_tfm(tfm);
	req->src = drv->sg;
	req->slen = drv->len;
	qat_comp_alg_zstd_decompress(req);
	/* What is behind the header does not matter. */
	sg_copy_to_buffer(drv->sg, drv->entries, buf, drv->len);
	for (i = ZSTD_FRAMEHEADERSIZE_MAX; drv->pos >= ZSTD_FRAMEHEADERSIZE_MAX && i < drv->len; i++)
		drv_push(buf[i]);
	kfree(buf);
	kfree(req);
	kfree(tfm);
}

DRV_SUITE_WRITE(qat, qat_transfer, 1, DRV_BLOCKS, 64, 1);
