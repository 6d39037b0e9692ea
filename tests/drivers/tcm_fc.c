// SPDX-License-Identifier: GPL-2.0
/* tcm_fc: data in frames of random lengths, which are received, and sent. */
#include "drv.h"
#include <scsi/libfc.h>
#include <target/target_core_base.h>
#include <../drivers/target/tcm_fc/tcm_fc.h>

static int ft_sent(struct fc_frame *fp);

#define fc_seq_start_next(seq) (seq)
#define fc_seq_send(lport, seq, fp) ft_sent(fp)
#define ft_queue_status(cmd) 0

#include <../drivers/target/tcm_fc/tfc_io.c>

static void ft_transfer(bool write)
{
	struct ft_cmd *cmd = kzalloc(sizeof(*cmd), GFP_KERNEL);
	struct fc_exch *ep = kzalloc(sizeof(*ep), GFP_KERNEL);
	unsigned int len;

	cmd->seq = &ep->seq;
	cmd->se_cmd.t_data_sg = drv->sg;
	cmd->se_cmd.t_data_nents = drv->entries;
	/* One more than is sent, so that the command is not executed. */
	cmd->se_cmd.data_length = drv->len + 1;
	while (drv->pos < drv->len) {
		struct fc_frame *fp;
		u8 *payload;

		len = 1 + drv_random(min(drv->len - drv->pos, 2112u));
		fp = fc_frame_alloc(NULL, len);
		hton24(fc_frame_header_get(fp)->fh_f_ctl, FC_FC_REL_OFF);
		fc_frame_header_get(fp)->fh_parm_offset = htonl(drv->pos);
		payload = fc_frame_payload_get(fp, len);
		drv_pull_buf(payload, len);
		ft_recv_write_data(cmd, fp);
	}
	if (cmd->write_data_len != drv->len)
		drv->pos = 0;
	kfree(ep);
	kfree(cmd);
}

DRV_SUITE_READ(tcm_fc, ft_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);

/* A frame goes to where its header says. */
static int ft_sent(struct fc_frame *fp)
{
	unsigned int len = fr_len(fp) - sizeof(struct fc_frame_header);
	u8 *payload = kmalloc(len, GFP_KERNEL);

	skb_copy_bits(fp_skb(fp), sizeof(struct fc_frame_header), payload, len);
	if (ntohl(fc_frame_header_get(fp)->fh_parm_offset) == drv->pos)
		drv_push_buf(payload, len);
	kfree(payload);
	fc_frame_free(fp);
	return 0;
}

/*
 * Of a length that is a multiple of four the frames have pages, which those of the list are
 * not allocated for: the last byte is left to the suite then.
 */
static void ft_send(bool write)
{
	struct ft_cmd *cmd = kzalloc(sizeof(*cmd), GFP_KERNEL);
	struct ft_sess *sess = kzalloc(sizeof(*sess), GFP_KERNEL);
	struct fc_exch *ep = kzalloc(sizeof(*ep), GFP_KERNEL);
	struct fc_lport *lport = kzalloc(sizeof(*lport), GFP_KERNEL);
	unsigned int last = drv->entries - 1;

	sess->max_frame = 256 + drv_random(2112 - 256);
	ep->lp = lport;
	cmd->sess = sess;
	cmd->seq = &ep->seq;
	cmd->se_cmd.t_data_sg = drv->sg;
	cmd->se_cmd.t_data_nents = drv->entries;
	cmd->se_cmd.data_length = drv->len - (drv->len % 4 == 0);
	ft_queue_data_in(&cmd->se_cmd);
	if (drv->pos == drv->len - 1 && drv->len % 4 == 0)
		drv_push(drv->flat[drv->at[last] + drv->sg[last].length - 1]);
	kfree(lport);
	kfree(ep);
	kfree(sess);
	kfree(cmd);
}

DRV_SUITE_WRITE(tcm_fc_send, ft_send, 1, DRV_BLOCKS, DRV_BLOCK, 1);
