// SPDX-License-Identifier: GPL-2.0
/*
 * libiscsi_tcp and iscsi_tcp: data, to which zeros are added up to a word, and a checksum
 * if both sides want that.  What arrives is in fragments in highmem.
 */
#include "drv.h"
#include <linux/crc32c.h>
#include <linux/net.h>
#include <linux/skbuff.h>
#include <linux/uio.h>
#include <scsi/libiscsi.h>
#include <trace/events/iscsi.h>

static int iscsi_send(struct socket *sock, struct msghdr *msg);

#define sock_sendmsg(sock, msg)		iscsi_send(sock, msg)
#define iscsi_conn_failure(conn, err)	((void)(err))
#define iscsi_dbg_trace(...)		((void)0)

#include <../drivers/scsi/libiscsi_tcp.c>
#include <../drivers/scsi/iscsi_tcp.c>

static struct {
	struct iscsi_transport transport;
	struct iscsi_session session;
	struct iscsi_conn conn;
	struct iscsi_tcp_conn tcp;
	struct iscsi_sw_tcp_conn sw;
	u32 crc, pos, len;
	u8 stream[DRV_BLOCKS * DRV_BLOCK + 8];
	bool bad, done;
} *iscsi;

static int iscsi_sent(struct iscsi_tcp_conn *tcp, struct iscsi_segment *segment)
{
	iscsi->done = true;
	return 0;
}

static int iscsi_received(struct iscsi_tcp_conn *tcp, struct iscsi_segment *segment)
{
	iscsi->done = iscsi_tcp_dgst_verify(tcp, segment);
	return 0;
}

/* Some is taken, or nothing.  Pages of which a checksum is made must not be spliced. */
static int iscsi_send(struct socket *sock, struct msghdr *msg)
{
	struct iov_iter *iter = &msg->msg_iter;
	unsigned int n = 1 + drv_random(min(iov_iter_count(iter), 3000));

	if (!drv_random(8))
		return -EAGAIN;
	if (msg->msg_flags & MSG_SPLICE_PAGES && iscsi->conn.datadgst_en)
		iscsi->bad = true;
	if (copy_from_iter(iscsi->stream + iscsi->pos, n, iter) != n)
		iscsi->bad = true;
	iscsi->pos += n;
	return n;
}

/* Some of the stream, in pages of an skb. */
static void iscsi_arrive(void)
{
	unsigned int i, n, frags = 1 + drv_random(4);
	struct sk_buff *skb = alloc_skb(0, GFP_KERNEL);
	int status;

	for (i = 0; i < frags && iscsi->pos < iscsi->len; i++, iscsi->pos += n) {
		struct page *page = alloc_page(GFP_HIGHUSER);

		n = 1 + drv_random(min(iscsi->len - iscsi->pos, PAGE_SIZE));
		memcpy_to_page(page, 0, iscsi->stream + iscsi->pos, n);
		skb_add_rx_frag(skb, i, page, 0, n, PAGE_SIZE);
	}
	n = skb->len;
	if (iscsi_tcp_recv_skb(&iscsi->conn, skb, 0, false, &status) != n)
		iscsi->bad = true;
	kfree_skb(skb);
}

static void iscsi_transfer(bool write)
{
	struct iscsi_segment *segment;
	unsigned int i;
	bool digest = drv_random(2);

	iscsi = kzalloc(sizeof(*iscsi), GFP_KERNEL);
	/* An entry of iscsi_tcp is in one page, by its dma_boundary: so is what it checks. */
	for (i = 0; i < drv->entries; i++)
		if (offset_in_page(drv->sg[i].offset) + drv->sg[i].length > PAGE_SIZE)
			digest = false;
	iscsi->session.tt = &iscsi->transport;
	iscsi->conn.session = &iscsi->session;
	iscsi->conn.dd_data = &iscsi->tcp;
	iscsi->conn.datadgst_en = digest;
	iscsi->tcp.iscsi_conn = &iscsi->conn;
	iscsi->tcp.dd_data = &iscsi->sw;
	segment = write ? &iscsi->sw.out.segment : &iscsi->tcp.in.segment;
	iscsi_segment_seek_sg(segment, drv->sg, drv->entries, 0, drv->len,
			      write ? iscsi_sent : iscsi_received, digest ? &iscsi->crc : NULL);
	iscsi->len = roundup(drv->len, 4);
	if (write) {
		for (i = 0; i < 1000 && !iscsi->done; i++)
			iscsi_sw_tcp_xmit(&iscsi->conn);
		drv_push_buf(iscsi->stream, drv->len);
		for (i = drv->len; i < iscsi->len; i++)
			iscsi->bad |= iscsi->stream[i] != 0;
	} else {
		drv_pull_buf(iscsi->stream, drv->len);
	}
	i = ~crc32c(~0, iscsi->stream, iscsi->len);
	if (write && digest && i != get_unaligned_le32(iscsi->stream + iscsi->len))
		iscsi->bad = true;
	put_unaligned_le32(i, iscsi->stream + iscsi->len);
	iscsi->len += 4 * digest;
	if (write && iscsi->pos != iscsi->len)
		iscsi->bad = true;
	while (!write && iscsi->pos < iscsi->len && !iscsi->bad)
		iscsi_arrive();
	if (iscsi->bad || !iscsi->done)
		drv->pos = 0;
	kfree(iscsi);
}

DRV_SUITE(iscsi_tcp, iscsi_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
