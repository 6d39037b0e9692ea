// SPDX-License-Identifier: GPL-2.0
/* libfc: a pass-through response in frames of random lengths. */
#include "drv.h"
#include <scsi/libfc.h>

#define fc_frame_free(fp) ((void)(fp))
#define bsg_job_done(job, result, len) ((void)(job))

#include <../drivers/scsi/libfc/fc_libfc.c>
#include <../drivers/scsi/libfc/fc_lport.c>

static void libfc_transfer(bool write)
{
	struct fc_lport *lport = kzalloc(sizeof(*lport), GFP_KERNEL);
	struct fc_bsg_reply *reply = kzalloc(sizeof(*reply), GFP_KERNEL);
	struct bsg_job *job = kzalloc(sizeof(*job), GFP_KERNEL);
	struct fc_bsg_info *info = kzalloc(sizeof(*info), GFP_KERNEL);
	struct fc_frame *fp = kzalloc(sizeof(*fp), GFP_KERNEL);
	struct sk_buff *skb = fp_skb(fp);
	u8 *data = kzalloc(sizeof(struct fc_frame_header) + 2112, GFP_KERNEL);
	unsigned int len;

	mutex_init(&lport->lp_mutex);
	job->reply = reply;
	info->job = job;
	info->lport = lport;
	info->sg = drv->sg;
	info->nents = drv->entries;
	while (drv->pos < drv->len) {
		len = min(1 + drv_random(2112), drv->len - drv->pos);
		drv_pull_buf(data + sizeof(struct fc_frame_header), len);
		skb->data = data;
		skb->len = sizeof(struct fc_frame_header) + len;
		fc_lport_bsg_resp(NULL, fp, info);
	}
	kfree(data);
	kfree(fp);
	kfree(info);
	kfree(job);
	kfree(reply);
	kfree(lport);
}

DRV_SUITE_READ(libfc, libfc_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
