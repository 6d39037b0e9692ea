// SPDX-License-Identifier: GPL-2.0
/*
 * sa2ul: what is done when the engine has processed an AEAD request.  The tag comes in the
 * descriptor, in words whose bytes are reversed, and is put behind the data; a tag of the
 * source is compared.  Unmapping puts back what was there when the engine wrote the
 * data, as an invalidated cache or a bounce buffer does.
 */
#include "drv.h"
#include <crypto/internal/aead.h>
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>

static u32 sa_words[4 + 32 / 4];
static u8 *sa_mapped;
static int sa_error;

#undef MODULE_DEVICE_TABLE
#define MODULE_DEVICE_TABLE(type, name)
#undef dma_sync_sgtable_for_cpu
#undef dma_unmap_sgtable
#define dma_sync_sgtable_for_cpu(dev, sgt, dir)	((void)(sgt))
#define dma_unmap_sgtable(dev, sgt, dir, attrs)	((void)(attrs), \
	sg_copy_from_buffer((sgt)->sgl, (sgt)->nents, sa_mapped, drv->len))
#define dmaengine_desc_get_metadata_ptr(desc, payload, max) \
	(*(payload) = *(max) = sizeof(sa_words), (void *)sa_words)
#define aead_request_complete(req, error)	((void)(req), sa_error = (error))

#include <../drivers/crypto/sa2ul.c>

static void sa_transfer(bool write)
{
	unsigned int i, authsize = min(drv->len, 20), len = drv->len - authsize;
	struct crypto_aead *tfm = kzalloc(sizeof(*tfm), GFP_KERNEL);
	struct aead_request *req = kzalloc(sizeof(*req), GFP_KERNEL);
	struct sa_rx_data *rxd = kzalloc(sizeof(*rxd), GFP_KERNEL);
	struct sa_mapped_sg *mapped = &rxd->mapped_sg[0];
	u8 *tag = (u8 *)&sa_words[4];

	sa_mapped = kzalloc(drv->len, GFP_KERNEL);
	sg_copy_to_buffer(drv->sg, drv->entries, sa_mapped, drv->len);
	if (write) {
		/* One of four is not the tag. */
		memcpy(tag, sa_mapped + len, authsize);
		tag[drv_random(authsize)] ^= !drv_random(4);
	} else {
		drv_pull_buf(sa_mapped, len);
		sg_copy_from_buffer(drv->sg, drv->entries, sa_mapped, len);
		drv_pull_buf(tag, authsize);
		mapped->mapped = true;
		mapped->sgt.sgl = drv->sg;
		mapped->sgt.nents = mapped->sgt.orig_nents = drv->entries;
	}
	for (i = 0; i < authsize / 4; i++)
		sa_words[4 + i] = swab32(sa_words[4 + i]);
	mapped->dir = DMA_BIDIRECTIONAL;
	tfm->authsize = authsize;
	req->base.tfm = crypto_aead_tfm(tfm);
	req->src = req->dst = drv->sg;
	req->cryptlen = drv->len - (write ? 0 : authsize);
	rxd->req = &req->base;
	rxd->enc = !write;
	sa_aead_dma_in_callback(rxd);
	if (write) {
		bool same = !memcmp(tag, sa_mapped + len, authsize);

		if (sa_error == (same ? 0 : -EBADMSG))
			drv_push_buf(sa_mapped, drv->len);
	} else if (sa_error) {
		drv->pos = 0;
	}
	kfree(sa_mapped);
	kfree(req);
	kfree(tfm);
}

/* A tag is of words; rxd is freed. */
DRV_SUITE(sa2ul, sa_transfer, 4, DRV_BLOCKS, 512, 4);
