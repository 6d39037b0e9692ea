// SPDX-License-Identifier: GPL-2.0
/*
 * bpf_msg: bpf_msg_pull_data(), bpf_msg_push_data() and bpf_msg_pop_data() of the kernel's
 * own filter.c, for messages of pages that are not the kernel's. The last two copy only if
 * the ring of entries is full.
 */
#include "drv.h"
#include <linux/filter.h>
#include <linux/skmsg.h>
#include <net/sock.h>

u64 bpf_msg_pull_data(u64 msg, u64 start, u64 end, u64 flags, u64 unused);
u64 bpf_msg_push_data(u64 msg, u64 start, u64 len, u64 flags, u64 unused);
u64 bpf_msg_pop_data(u64 msg, u64 start, u64 len, u64 flags, u64 unused);

static struct sk_msg *bpf_msg(void)
{
	static struct proto proto;
	struct sk_msg *msg = kzalloc(sizeof(*msg), GFP_KERNEL);
	unsigned int i;

	sk_msg_init(msg);
	msg->sk = kzalloc(sizeof(*msg->sk), GFP_KERNEL);
	msg->sk->sk_prot = &proto;
	/* The first page of a block is the one that has a reference count. */
	for (i = 0; i < drv->entries; i++)
		sk_msg_page_add(msg, drv->pages[drv->at[i] / DRV_BLOCK], drv->sg[i].length,
				drv->at[i] % DRV_BLOCK);
	return msg;
}

static void bpf_msg_end(struct sk_msg *msg)
{
	unsigned int i;

	for (i = msg->sg.start; i != msg->sg.end; i = (i + 1) % NR_MSG_FRAG_IDS)
		put_page(sg_page(&msg->sg.data[i]));
	kfree(msg->sk);
	kfree(msg);
}

static void bpf_pull(bool write)
{
	struct sk_msg *msg = bpf_msg();

	if (!bpf_msg_pull_data((long)msg, 0, drv->len, 0, 0))
		drv_push_buf(msg->data, msg->data_end - msg->data);
	bpf_msg_end(msg);
}

DRV_SUITE_WRITE(bpf_pull, bpf_pull, 1, DRV_BLOCKS, DRV_BLOCK, 1);

/* Put bytes into the only entry, or take some out of it; the ring is full of others. */
static void bpf_full(bool push)
{
	struct sk_msg *msg = bpf_msg();
	const unsigned int some = drv->len / 4, skip = push ? 0 : some;
	unsigned int i;
	u8 *data;

	while (sk_msg_elem_used(msg) < MAX_MSG_FRAGS)
		sk_msg_page_add(msg, drv->pages[0], 1, 0);
	if (push)
		bpf_msg_push_data((long)msg, some, some, 0, 0);
	else
		bpf_msg_pop_data((long)msg, some, some, 0, 0);
	data = sg_virt(&msg->sg.data[0]);
	for (i = 0; i < drv->len; i++) {
		if (i >= some && i < some + skip)
			drv_push(drv->flat[drv->at[0] + i]);
		else
			drv_push(data[i < some ? i : i - skip + (push ? some : 0)]);
	}
	bpf_msg_end(msg);
}

static void bpf_push(bool write)
{
	bpf_full(true);
}

static void bpf_pop(bool write)
{
	bpf_full(false);
}

DRV_SUITE_WRITE(bpf_push, bpf_push, 4, 1, DRV_BLOCK, 4);
DRV_SUITE_WRITE(bpf_pop, bpf_pop, 4, 1, DRV_BLOCK, 4);
