// SPDX-License-Identifier: GPL-2.0
/*
 * usbip: data of URBs, most of which have lists, that are sent and received through a socket.
 * Some connections are lost.
 */
#include "drv.h"
#include <linux/uio.h>
#include <net/sock.h>
#include <../drivers/usb/usbip/usbip_common.h>
#include <../drivers/usb/usbip/vhci.h>

static int ui_recvmsg(struct msghdr *msg);
static int ui_sendmsg(struct msghdr *msg);
static bool ui_failed;

#define sock_recvmsg(sock, msg, flags) ui_recvmsg(msg)
#define sock_sendmsg(sock, msg) ui_sendmsg(msg)
#define kernel_sendmsg(sock, msg, vec, num, size)				\
({										\
	iov_iter_kvec(&(msg)->msg_iter, ITER_SOURCE, vec, num, size);		\
	ui_sendmsg(msg);							\
})
#define usbip_event_add(ud, event) ((void)(ud), ui_failed = true)

#include <../drivers/usb/usbip/usbip_common.c>
#include <../drivers/usb/usbip/vhci_tx.c>

static unsigned int ui_header;	/* how much is left of the header that is sent */
static unsigned int ui_room;	/* and of what the connection transfers */

/* The socket has a part of the data at a time. */
static int ui_recvmsg(struct msghdr *msg)
{
	unsigned int len = min(1 + drv_random(min(msg_data_left(msg), 700)), ui_room);
	u8 buf[700];

	ui_room -= len;
	drv_pull_buf(buf, len);
	return copy_to_iter(buf, len, &msg->msg_iter);
}

static int ui_sendmsg(struct msghdr *msg)
{
	unsigned int n, len, all = 0;
	u8 buf[512];

	while (msg_data_left(msg) && ui_room) {
		n = copy_from_iter(buf, min3(msg_data_left(msg), sizeof(buf), ui_room),
				   &msg->msg_iter);
		len = min(n, ui_header);
		ui_header -= len;
		ui_room -= n;
		drv_push_buf(buf + len, n - len);
		all += n;
	}
	return all;
}

/* Whether the URB is transferred, or it is noticed that the connection is lost. */
static bool ui_run(struct vhci_priv *priv, bool write, bool lost)
{
	const unsigned int header = write ? sizeof(struct usbip_header) : 0;
	struct vhci_device *vdev = priv->vdev;
	int ret;

	drv->pos = 0;
	ui_header = header;
	ui_room = lost ? drv_random(drv->len + header) : UINT_MAX;
	ui_failed = false;
	list_move(&priv->list, &vdev->priv_tx);
	if (write)
		ret = vhci_send_cmd_submit(vdev);
	else
		ret = usbip_recv_xbuff(&vdev->ud, priv->urb);
	return lost ? ret == -EPIPE && ui_failed : ret == header + drv->len && !ui_failed;
}

static void ui_transfer(bool write)
{
	struct usb_host_endpoint *ep = kzalloc(sizeof(*ep), GFP_KERNEL);
	struct vhci_device *vdev = kzalloc(sizeof(*vdev), GFP_KERNEL);
	struct usb_device *udev = kzalloc(sizeof(*udev), GFP_KERNEL);
	struct vhci_priv *priv = kzalloc(sizeof(*priv), GFP_KERNEL);
	struct socket *sock = kzalloc(sizeof(*sock), GFP_KERNEL);
	struct sock *sk = kzalloc(sizeof(*sk), GFP_KERNEL);
	struct urb *urb = kzalloc(sizeof(*urb), GFP_KERNEL);
	u8 *buf = kzalloc(drv->len, GFP_KERNEL);
	bool right;

	sock->sk = sk;
	vdev->ud.tcp_socket = sock;
	vdev->ud.side = USBIP_VHCI;
	spin_lock_init(&vdev->priv_lock);
	INIT_LIST_HEAD(&vdev->priv_tx);
	INIT_LIST_HEAD(&vdev->priv_rx);
	priv->vdev = vdev;
	priv->urb = urb;
	INIT_LIST_HEAD(&priv->list);
	ep->desc.bmAttributes = USB_ENDPOINT_XFER_BULK;
	urb->hcpriv = priv;
	urb->ep = ep;
	urb->dev = udev;
	urb->pipe = write ? usb_sndbulkpipe(udev, 1) : usb_rcvbulkpipe(udev, 1);
	urb->transfer_buffer = buf;
	urb->transfer_buffer_length = drv->len;
	urb->actual_length = drv->len;
	if (drv_random(8)) {
		urb->sg = drv->sg;
		urb->num_sgs = drv->entries;
	} else if (write) {
		sg_copy_to_buffer(drv->sg, drv->entries, buf, drv->len);
	}
	right = drv_random(8) || ui_run(priv, write, true);
	if (!ui_run(priv, write, false) || !right)
		drv->pos = 0;
	if (!write && !urb->num_sgs)
		sg_copy_from_buffer(drv->sg, drv->entries, buf, drv->len);
	kfree(buf);
	kfree(urb);
	kfree(sk);
	kfree(sock);
	kfree(priv);
	kfree(udev);
	kfree(vdev);
	kfree(ep);
}

DRV_SUITE(usbip, ui_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
