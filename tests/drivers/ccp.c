// SPDX-License-Identifier: GPL-2.0
/*
 * ccp: commands whose source and destination are both in highmem, at the same offset of
 * different pages; one of three is in place.
 */
#include "drv.h"
#include <linux/dmapool.h>
#include <linux/dma-mapping.h>

static int ccp_map(struct scatterlist *sg, int n);
static void *ccp_alloc(dma_addr_t *addr);

#undef dma_map_sg
#undef dma_unmap_sg
#undef dma_pool_zalloc
#define dma_map_sg(dev, sg, n, dir)	ccp_map(sg, n)
#define dma_unmap_sg(dev, sg, n, dir)	((void)(sg))
#define dma_pool_zalloc(pool, gfp, addr) ccp_alloc(addr)
#define dma_pool_free(pool, p, addr)	kfree(p)

#define CONFIG_CRYPTO_DEV_SP_CCP	1
#include <../drivers/crypto/ccp/ccp-ops.c>

static int ccp_map(struct scatterlist *sg, int n)
{
	int i;

	for (i = 0; i < n; i++, sg = sg_next(sg)) {
		sg_dma_address(sg) = sg_phys(sg);
		sg_dma_len(sg) = sg->length;
	}
	return n;
}

static void *ccp_alloc(dma_addr_t *addr)
{
	void *p = kzalloc(CCP_DMAPOOL_MAX_SIZE, GFP_KERNEL);

	*addr = virt_to_phys(p);
	return p;
}

static bool ccp_writing;

/* The engine takes from the source, or puts to the destination, if it is memory. */
static int ccp_perform(struct ccp_op *op)
{
	if (op->src.type != CCP_MEMTYPE_SYSTEM || op->dst.type != CCP_MEMTYPE_SYSTEM)
		return 0;
	if (ccp_writing)
		drv_dma(op->src.u.dma.address + op->src.u.dma.offset, op->src.u.dma.length, true);
	else
		drv_dma(op->dst.u.dma.address + op->dst.u.dma.offset, op->dst.u.dma.length, false);
	return 0;
}

/* What it hashes for a tag is no data. */
static int ccp_aes(struct ccp_op *op)
{
	return op->u.aes.mode == CCP_AES_MODE_GHASH && ccp_writing ? 0 : ccp_perform(op);
}

static const struct ccp_actions ccp_actions = {
	.aes = ccp_aes, .xts_aes = ccp_perform, .des3 = ccp_perform, .passthru = ccp_perform,
};

#define CCP_TAG		AES_BLOCK_SIZE

static void ccp_run(bool write, enum ccp_engine engine, enum ccp_aes_mode mode)
{
	static struct ccp_vdata vdata = {
		.version = CCP_VERSION(5, 0), .perform = &ccp_actions,
	};
	struct ccp_device *ccp = kzalloc(sizeof(*ccp), GFP_KERNEL);
	struct ccp_cmd_queue *cmd_q = kzalloc(sizeof(*cmd_q), GFP_KERNEL);
	struct ccp_cmd *cmd = kzalloc(sizeof(*cmd), GFP_KERNEL);
	unsigned int order = get_order(drv->sg->offset + drv->len + CCP_TAG);
	struct page *page = alloc_pages(GFP_HIGHUSER | __GFP_ZERO, order);
	u8 *buf = kzalloc(64, GFP_KERNEL);
	bool gcm = engine == CCP_ENGINE_AES && mode == CCP_AES_MODE_GCTR;
	struct scatterlist key, other, *src, *dst;
	int err;

	sg_init_one(&key, buf, 64);
	sg_init_table(&other, 1);
	sg_set_page(&other, page, drv->len + (gcm ? CCP_TAG : 0), drv->sg->offset);
	src = write || !drv_random(3) ? drv->sg : &other;
	dst = !write || !drv_random(3) ? drv->sg : &other;
	if (write && gcm)
		dst = &other;
	ccp_writing = write;
	ccp->vdata = &vdata;
	cmd_q->ccp = ccp;
	switch (engine) {
	case CCP_ENGINE_AES:
		cmd->u.aes.mode = mode;
		cmd->u.aes.action = CCP_AES_ACTION_ENCRYPT;
		cmd->u.aes.key = cmd->u.aes.iv = &key;
		cmd->u.aes.key_len = cmd->u.aes.iv_len = AES_KEYSIZE_128;
		cmd->u.aes.src = src;
		cmd->u.aes.dst = dst;
		cmd->u.aes.src_len = drv->len;
		if (gcm) {
			cmd->u.aes.src_len -= write ? 0 : CCP_TAG;
			err = ccp_run_aes_gcm_cmd(cmd_q, cmd);
		} else {
			err = ccp_run_aes_cmd(cmd_q, cmd);
		}
		break;
	case CCP_ENGINE_XTS_AES_128:
		cmd->u.xts.unit_size = CCP_XTS_AES_UNIT_SIZE_16;
		cmd->u.xts.key = cmd->u.xts.iv = &key;
		cmd->u.xts.key_len = cmd->u.xts.iv_len = AES_KEYSIZE_128;
		cmd->u.xts.src = src;
		cmd->u.xts.dst = dst;
		cmd->u.xts.src_len = drv->len;
		err = ccp_run_xts_aes_cmd(cmd_q, cmd);
		break;
	case CCP_ENGINE_DES3:
		cmd->u.des3.mode = CCP_DES3_MODE_ECB;
		cmd->u.des3.key = &key;
		cmd->u.des3.key_len = DES3_EDE_KEY_SIZE;
		cmd->u.des3.src = src;
		cmd->u.des3.dst = dst;
		cmd->u.des3.src_len = drv->len;
		err = ccp_run_des3_cmd(cmd_q, cmd);
		break;
	default:
		cmd->u.passthru.src = src;
		cmd->u.passthru.dst = dst;
		cmd->u.passthru.src_len = drv->len;
		cmd->u.passthru.final = 1;
		err = ccp_run_passthru_cmd(cmd_q, cmd);
	}
	if (err)
		drv->pos = 0;
	__free_pages(page, order);
	kfree(buf);
	kfree(cmd);
	kfree(cmd_q);
	kfree(ccp);
}

static void ccp_ecb(bool write)
{
	ccp_run(write, CCP_ENGINE_AES, CCP_AES_MODE_ECB);
}

static void ccp_gcm(bool write)
{
	ccp_run(write, CCP_ENGINE_AES, CCP_AES_MODE_GCTR);
}

static void ccp_xts(bool write)
{
	ccp_run(write, CCP_ENGINE_XTS_AES_128, 0);
}

static void ccp_des3(bool write)
{
	ccp_run(write, CCP_ENGINE_DES3, 0);
}

static void ccp_passthru(bool write)
{
	ccp_run(write, CCP_ENGINE_PASSTHRU, 0);
}

DRV_SUITE(ccp_ecb, ccp_ecb, 1, DRV_BLOCKS, 2048, AES_BLOCK_SIZE);
DRV_SUITE(ccp_gcm, ccp_gcm, 1, DRV_BLOCKS, 2048, AES_BLOCK_SIZE);
DRV_SUITE(ccp_xts, ccp_xts, 1, DRV_BLOCKS, 2048, AES_BLOCK_SIZE);
DRV_SUITE(ccp_des3, ccp_des3, 1, DRV_BLOCKS, 2048, AES_BLOCK_SIZE);
/* An entry goes to one entry. */
DRV_SUITE(ccp_passthru, ccp_passthru, 1, 1, 2048, 1);
