// SPDX-License-Identifier: GPL-2.0
/* tcm_fc: ft_recv_write_data() of the kernel's own tcm_fc, with frames of random lengths. */
#include "drv.h"
#include <scsi/libfc.h>
#include <target/target_core_base.h>
#include <../drivers/target/tcm_fc/tcm_fc.h>

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
