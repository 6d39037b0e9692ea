// SPDX-License-Identifier: GPL-2.0
/*
 * xen-blkfront that does not trust its backend: data is copied to and from pages that both
 * know.  The backend does what the request on the ring says.
 */
#include "drv.h"
#include <linux/blk-mq.h>
#include <xen/xen.h>
#include <xen/grant_table.h>

static int xen_map(struct scatterlist *sg);

#define XEN_GRANTS	64
static struct page *xen_pages[2 * XEN_GRANTS];
static unsigned int xen_refs;

#define gnttab_alloc_grant_references(n, head)	(*(head) = (n) & 0)
#define gnttab_free_grant_references(head)	((void)(head))
#define gnttab_request_free_callback(callback, fn, arg, n) ((void)(fn))
#define gnttab_claim_grant_reference(head)	(++xen_refs)
#define gnttab_page_grant_foreign_access_ref_one(ref, dom, page, ro) \
	((void)(xen_pages[ref] = (page)))
#define gnttab_grant_foreign_access_ref(ref, dom, frame, ro) ((void)(frame))
#define gnttab_try_end_foreign_access(ref)	1
#define gnttab_foreach_grant_in_range(page, offset, len, fn, data) \
	(fn)(page_to_pfn(page), offset, len, data)
#define blk_rq_map_sg(req, sg)			xen_map(sg)

#include <../drivers/block/xen-blkfront.c>

/* Segments as they are without indirect ones: in a page each. */
static int xen_map(struct scatterlist *sg)
{
	unsigned int i, at, len, n = 0;

	sg_init_table(sg, XEN_GRANTS);
	for (i = 0; i < drv->entries; i++) {
		for (at = 0; at < drv->sg[i].length; at += len) {
			unsigned int pos = drv->at[i] + at;

			len = min(drv->sg[i].length - at, PAGE_SIZE - offset_in_page(pos));
			len = min(len, 512 * (1 + drv_random(8)));
			sg_set_page(&sg[n++], drv_page(pos / PAGE_SIZE), len, offset_in_page(pos));
		}
	}
	sg_mark_end(&sg[n - 1]);
	return n;
}

static void xen_backend(const struct blkif_request *req, bool write)
{
	const struct blkif_request_segment *seg = req->u.rw.seg;
	unsigned int i, at, n = req->u.rw.nr_segments;

	if (req->operation == BLKIF_OP_INDIRECT) {
		n = req->u.indirect.nr_segments;
		seg = page_address(xen_pages[req->u.indirect.indirect_grefs[0]]);
	}
	for (i = 0; i < n; i++) {
		at = seg[i].first_sect * 512;
		drv_dma(page_to_phys(xen_pages[seg[i].gref]) + at,
			(seg[i].last_sect + 1) * 512 - at, write);
	}
}

static void xen_transfer(bool write)
{
	struct blkfront_ring_info *rinfo = kzalloc(struct_size(rinfo, shadow, 1), GFP_KERNEL);
	struct blkif_sring *sring = (void *)get_zeroed_page(GFP_KERNEL);
	struct blkfront_info *info = kzalloc(sizeof(*info), GFP_KERNEL);
	struct xenbus_device *xbdev = kzalloc(sizeof(*xbdev), GFP_KERNEL);
	struct request *req = kzalloc(sizeof(*req), GFP_KERNEL);
	struct blk_shadow *shadow = &rinfo->shadow[0];
	struct blkif_response resp = { .status = BLKIF_RSP_OKAY };
	struct grant *grant, *next;
	unsigned long id = 0;

	xen_refs = 0;
	info->xbdev = xbdev;
	info->bounce = true;
	info->nr_ring_pages = 1;
	info->max_indirect_segments = XEN_GRANTS;
	rinfo->dev_info = info;
	INIT_LIST_HEAD(&rinfo->grants);
	XEN_FRONT_RING_INIT(&rinfo->ring, sring, PAGE_SIZE);
	shadow->sg = kcalloc(XEN_GRANTS, sizeof(*shadow->sg), GFP_KERNEL);
	shadow->grants_used = kcalloc(XEN_GRANTS, sizeof(grant), GFP_KERNEL);
	shadow->indirect_grants = kcalloc(1, sizeof(grant), GFP_KERNEL);
	req->cmd_flags = write ? REQ_OP_WRITE : REQ_OP_READ;
	req->nr_phys_segments = XEN_GRANTS;
	if (!fill_grant_buffer(rinfo, XEN_GRANTS + 1) && !blkif_queue_rw_req(req, rinfo)) {
		xen_backend(RING_GET_REQUEST(&rinfo->ring, 0), write);
		resp.operation = write ? BLKIF_OP_WRITE : BLKIF_OP_READ;
		if (blkif_completion(&id, rinfo, &resp) != 1)
			drv->pos = 0;
	}
	list_for_each_entry_safe(grant, next, &rinfo->grants, node) {
		__free_page(grant->page);
		kfree(grant);
	}
	kfree(shadow->indirect_grants);
	kfree(shadow->grants_used);
	kfree(shadow->sg);
	kfree(req);
	kfree(xbdev);
	kfree(info);
	free_page((unsigned long)sring);
	kfree(rinfo);
}

DRV_SUITE(xen_blkfront, xen_transfer, 512, DRV_BLOCKS, PAGE_SIZE, 512);
