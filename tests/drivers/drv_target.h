/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A command of the target core whose data is drv->sg.  It is about to be stopped, so
 * that nothing is done once it is complete.
 */
#include <linux/vmalloc.h>
#include <scsi/scsi_proto.h>
#include <target/target_core_base.h>
#include <target/target_core_backend.h>
#include <target/target_core_fabric.h>

struct drv_target {
	struct se_cmd cmd;
	struct se_device dev;
	struct se_device_queue queue;
	struct target_backend_ops backend;
	struct target_core_fabric_ops fabric;
	struct se_portal_group tpg;
	struct se_node_acl nacl;
	struct se_session sess;
	struct se_lun lun;
};

static u32 __maybe_unused drv_target_disk(struct se_device *dev)
{
	return TYPE_DISK;
}

/* To be freed with kfree(). */
static __maybe_unused struct se_cmd *drv_target_cmd(bool write)
{
	struct drv_target *target = kzalloc(sizeof(*target), GFP_KERNEL);
	struct se_cmd *cmd = &target->cmd;
	struct se_device *dev = &target->dev;

	cmd->t_data_sg = drv->sg;
	cmd->t_data_nents = drv->entries;
	cmd->data_length = drv->len;
	cmd->data_direction = write ? DMA_TO_DEVICE : DMA_FROM_DEVICE;
	cmd->t_task_cdb = cmd->__t_task_cdb;
	cmd->se_cmd_flags = SCF_PASSTHROUGH_SG_TO_MEM_NOALLOC;
	cmd->transport_state = CMD_T_STOP;
	cmd->se_dev = dev;
	cmd->se_sess = &target->sess;
	cmd->se_lun = &target->lun;
	cmd->se_tfo = &target->fabric;
	spin_lock_init(&cmd->t_state_lock);
	init_completion(&cmd->t_transport_stop_comp);
	target->backend.get_device_type = drv_target_disk;
	dev->transport = &target->backend;
	dev->queues = &target->queue;
	INIT_LIST_HEAD(&target->queue.state_list);
	spin_lock_init(&target->queue.lock);
	target->tpg.se_tpg_tfo = &target->fabric;
	target->nacl.se_tpg = &target->tpg;
	target->sess.se_tpg = &target->tpg;
	target->sess.se_node_acl = &target->nacl;
	target->lun.lun_tpg = &target->tpg;
	return cmd;
}

/* The data of the list as it was made, one entry behind the other.  To be freed with kfree(). */
static __maybe_unused u8 *drv_target_data(void)
{
	u8 *data = kmalloc(drv->len, GFP_KERNEL);

	drv_data(data, drv->len);
	return data;
}

/*
 * In place of transport_kmap_data_sg() and its reverse, for what must not access anything
 * behind the data: these end with a page, and behind that is nothing.
 */
static __maybe_unused void *drv_target_kmap(struct se_cmd *cmd)
{
	u8 *buf = vmalloc(PAGE_ALIGN(drv->len));

	cmd->t_data_vmap = buf;
	buf += PAGE_ALIGN(drv->len) - drv->len;
	sg_copy_to_buffer(drv->sg, drv->entries, buf, drv->len);
	return buf;
}

static void __maybe_unused drv_target_kunmap(struct se_cmd *cmd)
{
	if (cmd->data_direction == DMA_FROM_DEVICE)
		sg_copy_from_buffer(drv->sg, drv->entries, cmd->t_data_vmap +
				    PAGE_ALIGN(drv->len) - drv->len, drv->len);
	vfree(cmd->t_data_vmap);
}
