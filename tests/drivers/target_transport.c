// SPDX-License-Identifier: GPL-2.0
/*
 * target: transport_kmap_data_sg(), and the data of a command that is submitted, which are
 * cleared before it is executed.
 */
#include "drv.h"
#include "drv_target.h"
#include <linux/tracepoint.h>

/* The trace points are those of the kernel's own target core. */
#undef DEFINE_TRACE
#define DEFINE_TRACE(...)
#undef TRACEPOINTS_ENABLED

#include <../drivers/target/target_core_transport.c>

static void target_map(bool write)
{
	struct se_cmd *cmd = drv_target_cmd(write);
	u8 *buf = transport_kmap_data_sg(cmd);

	if (write)
		drv_push_buf(buf, drv->len);
	else
		drv_pull_buf(buf, drv->len);
	transport_kunmap_data_sg(cmd);
	kfree(cmd);
}

DRV_SUITE(target_map, target_map, 1, DRV_BLOCKS, DRV_BLOCK, 1);

/* The initiator may have room for more than the command has data. */
static void target_submit_clear(bool write)
{
	u8 *zeros = kzalloc(drv->len, GFP_KERNEL);
	struct se_cmd *cmd = drv_target_cmd(write);
	unsigned int len = drv_random(2) ? drv->len : 1 + drv_random(drv->len);

	cmd->data_length = len;
	__target_submit(cmd);
	drv_answer(zeros, 0, len);
	if (!completion_done(&cmd->t_transport_stop_comp))
		drv->pos = 0;
	kfree(cmd);
	kfree(zeros);
}

DRV_SUITE_READ(target_submit, target_submit_clear, 1, DRV_BLOCKS, DRV_BLOCK, 1);
