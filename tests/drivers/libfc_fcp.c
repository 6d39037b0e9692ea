// SPDX-License-Identifier: GPL-2.0
/*
 * libfc: data in frames of random lengths.  What the driver sends it copies, as for an
 * adapter that takes no list.  Of what comes it has to check some, and some are wrong, and
 * come again.
 */
#include "drv.h"
#include "drv_scsi.h"
#include <scsi/libfc.h>

static struct fc_frame *fcp_alloc(struct fc_lport *lport, size_t len);
static int fcp_send(struct fc_lport *lport, struct fc_frame *fp);

#define fc_frame_alloc(lport, len)	fcp_alloc(lport, len)
#define fc_seq_send(lport, seq, fp)	fcp_send(lport, fp)
#define fc_seq_start_next(seq)		(seq)
#define fc_fill_fc_hdr(fp, ctl, did, sid, type, f_ctl, at)	\
	(fc_frame_header_get(fp)->fh_parm_offset = htonl(at))

#include <../drivers/scsi/libfc/fc_fcp.c>

static struct fc_frame *fcp_alloc(struct fc_lport *lport, size_t len)
{
	struct sk_buff *skb = alloc_skb(sizeof(struct fc_frame_header) + len + 4, GFP_ATOMIC);
	struct fc_frame *fp = (struct fc_frame *)skb;

	skb_put_zero(skb, sizeof(struct fc_frame_header) + len);
	fr_flags(fp) = 0;
	return fp;
}

static int fcp_send(struct fc_lport *lport, struct fc_frame *fp)
{
	u32 len = fr_len(fp) - sizeof(struct fc_frame_header);

	if (ntohl(fc_frame_header_get(fp)->fh_parm_offset) == drv->pos)
		drv_push_buf(fc_frame_payload_get(fp, 0), len);
	kfree_skb(fp_skb(fp));
	return 0;
}

/* The checksum is also of what makes the length a multiple of 4. */
static void fcp_arrive(struct fc_fcp_pkt *fsp, u32 len, bool wrong)
{
	struct fc_frame *fp = fcp_alloc(fsp->lp, len);
	u8 *payload = fc_frame_payload_get(fp, 0);

	memcpy(payload, drv->device + drv->pos, len);
	memset(payload + len, 0x5a, -len & 3);
	fc_frame_header_get(fp)->fh_parm_offset = htonl(drv->pos);
	if (wrong || drv_random(2)) {
		u32 crc = crc32(~0, (u8 *)fc_frame_header_get(fp),
				sizeof(struct fc_frame_header) + roundup(len, 4));

		fr_crc(fp) = cpu_to_le32(~crc);
		fr_flags(fp) = FCPHF_CRC_UNCHECKED;
		if (wrong)
			payload[drv_random(len)]++;
	}
	spin_lock_irq(&drv->lock);
	fc_fcp_recv_data(fsp, fp);
	spin_unlock_irq(&drv->lock);
	kfree_skb(fp_skb(fp));
}

static void fcp_transfer(bool write)
{
	struct fc_lport *lport = kzalloc(sizeof(*lport), GFP_KERNEL);
	struct fc_fcp_pkt *fsp = kzalloc(sizeof(*fsp), GFP_KERNEL);
	struct fc_exch *ep = kzalloc(sizeof(*ep), GFP_KERNEL);
	struct scsi_cmnd *cmd = drv_scsi_cmd(0);
	u32 len, pos;

	lport->stats = alloc_percpu(struct fc_stats);
	fsp->cmd = cmd;
	fsp->lp = lport;
	fsp->xfer_ddp = FC_XID_UNKNOWN;
	fsp->data_len = drv->len;
	fsp->max_payload = 256 + drv_random(2048 - 256);
	while (drv->pos < drv->len) {
		pos = drv->pos;
		len = 1 + drv_random(min(drv->len - pos, write ? DRV_BLOCK : 2112));
		if (write) {
			fc_fcp_send_data(fsp, &ep->seq, pos, len);
			if (drv->pos != pos + len)
				break;
			continue;
		}
		if (!drv_random(20))
			fcp_arrive(fsp, len, true);
		if (fsp->xfer_len != pos)
			break;
		fcp_arrive(fsp, len, false);
		drv->pos += len;
		if (fsp->xfer_len != drv->pos)
			break;
	}
	if (fsp->xfer_len != drv->len)
		drv->pos = 0;
	free_percpu(lport->stats);
	kfree(cmd);
	kfree(ep);
	kfree(fsp);
	kfree(lport);
}

DRV_SUITE(libfc_fcp, fcp_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
