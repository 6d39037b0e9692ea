// SPDX-License-Identifier: GPL-2.0
/*
 * arcmsr: what it answers to INQUIRY, and, in a second suite, the message that READ
 * BUFFER gets from the queue.  In a third one a message goes to the queue.  It must be in
 * one entry, not too long, and of a kind that is known.
 */
#include "drv.h"
#include <linux/unaligned.h>
#include "drv_scsi.h"

#define scsi_done(cmd) ((void)(cmd))

#include <../drivers/scsi/arcmsr/arcmsr_hba.c>

static bool arcmsr_answer(u8 opcode, u32 code, struct AdapterControlBlock *acb)
{
	struct scsi_cmnd *cmd = drv_scsi_cmd(0);
	bool good;

	cmd->cmnd[0] = opcode;
	put_unaligned_be32(code, cmd->cmnd + 5);
	arcmsr_handle_virtual_command(acb, cmd);
	good = host_byte(cmd->result) == DID_OK;
	kfree(cmd);
	return good;
}

static void arcmsr_inquiry(bool write)
{
	struct AdapterControlBlock *acb = kzalloc(sizeof(*acb), GFP_KERNEL);

	arcmsr_answer(INQUIRY, 0, acb);
	drv_answer("\3\0\0\0\37\0\0\0Areca   RAID controller R001", 0, 36);
	kfree(acb);
}

static void arcmsr_message(bool write)
{
	struct AdapterControlBlock *acb = kzalloc(sizeof(*acb), GFP_KERNEL);
	struct CMD_MESSAGE_FIELD *msg = kzalloc(sizeof(*msg), GFP_KERNEL);
	u32 at = drv_random(ARCMSR_MAX_QBUFFER), len = drv_random(1500), i;

	spin_lock_init(&acb->rqbuffer_lock);
	for (i = 0; i < ARCMSR_MAX_QBUFFER; i++)
		acb->rqbuffer[i] = drv_random(256);
	acb->rqbuf_getIndex = at;
	acb->rqbuf_putIndex = (at + len) % ARCMSR_MAX_QBUFFER;

	msg->cmdmessage.ReturnCode = ARCMSR_MESSAGE_RETURNCODE_OK;
	msg->cmdmessage.Length = min(len, ARCMSR_API_DATA_BUFLEN);
	for (i = 0; i < msg->cmdmessage.Length; i++)
		msg->messagedatabuffer[i] = acb->rqbuffer[(at + i) % ARCMSR_MAX_QBUFFER];
	arcmsr_answer(READ_BUFFER, ARCMSR_MESSAGE_READ_RQBUFFER, acb);
	i = offsetof(struct CMD_MESSAGE_FIELD, cmdmessage.ReturnCode);
	drv_answer((u8 *)msg + i, i, 2 * sizeof(u32) + msg->cmdmessage.Length);
	kfree(msg);
	kfree(acb);
}

static void arcmsr_send(bool write)
{
	struct AdapterControlBlock *acb = kzalloc(sizeof(*acb), GFP_KERNEL);
	struct CMD_MESSAGE_FIELD *msg = kzalloc(sizeof(*msg), GFP_KERNEL);
	size_t code = offsetof(struct CMD_MESSAGE_FIELD, cmdmessage.ReturnCode);
	u32 at = drv_random(ARCMSR_MAX_QBUFFER), len, i;
	u32 control = drv_random(8) ? ARCMSR_MESSAGE_WRITE_WQBUFFER : 0;
	bool right, refused;

	spin_lock_init(&acb->wqbuffer_lock);
	acb->wqbuf_getIndex = at;
	acb->wqbuf_putIndex = at;
	drv_data(msg, sizeof(*msg));
	msg->cmdmessage.Length = drv_random(ARCMSR_API_DATA_BUFLEN + 32);
	drv_begin(msg, offsetof(struct CMD_MESSAGE_FIELD, messagedatabuffer));
	drv_data(msg, sizeof(*msg));
	len = msg->cmdmessage.Length;
	refused = drv->entries > 1 || drv->len > sizeof(*msg) || len > ARCMSR_API_DATA_BUFLEN ||
		  !control;
	right = arcmsr_answer(WRITE_BUFFER, control, acb) != refused;
	if (refused)
		len = 0;
	right &= acb->wqbuf_putIndex == (at + len) % ARCMSR_MAX_QBUFFER;
	for (i = 0; i < len; i++)
		right &= acb->wqbuffer[(at + i) % ARCMSR_MAX_QBUFFER] == msg->messagedatabuffer[i];
	for (i = 0; i < 4 && code + i < drv->len && !refused; i++)
		drv->flat[drv->at[0] + code + i] = ARCMSR_MESSAGE_RETURNCODE_OK >> 8 * i;
	drv_looked(right);
	kfree(msg);
	kfree(acb);
}

DRV_SUITE_READ(arcmsr_inquiry, arcmsr_inquiry, 1, DRV_BLOCKS, DRV_BLOCK, 1);
DRV_SUITE_READ(arcmsr_message, arcmsr_message, 1, 1, sizeof(struct CMD_MESSAGE_FIELD), 1);
DRV_SUITE_WRITE(arcmsr_send, arcmsr_send, 1, 2, sizeof(struct CMD_MESSAGE_FIELD) + 32, 1);
