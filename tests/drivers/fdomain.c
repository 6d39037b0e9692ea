// SPDX-License-Identifier: GPL-2.0
/*
 * fdomain: a FIFO of 2 KiB and its fill level; through scsi_kmap_atomic_sg().  In a
 * second suite the device sends some more bytes than the command has room for.
 */
#include "drv.h"

static u16 fd_inw(int port);
static u8 fd_inb(void);
static void fd_outb(u8 byte);
static void fd_insw(void *buf, unsigned int words);
static void fd_outsw(const void *buf, unsigned int words);

#undef inb
#undef inw
#undef outb
#undef insw
#undef outsw
#define inb(port)		fd_inb()
#define inw(port)		fd_inw(port)
#define outb(byte, port)	fd_outb(byte)
#define insw(port, buf, words)	fd_insw(buf, words)
#define outsw(port, buf, words)	fd_outsw(buf, words)

#include <../drivers/scsi/fdomain.c>

static unsigned int fd_level, fd_left;
static bool fd_filling;

static u16 fd_inw(int port)
{
	if (fd_filling) {
		fd_level -= drv_random(fd_level + 1);
	} else if (!fd_level && drv_random(3)) {
		fd_level = drv_random(min(fd_left, 2048) + 1);
		fd_left -= fd_level;
	}
	return fd_level;
}

static u8 fd_inb(void)
{
	fd_level--;
	return drv_pull();
}

static void fd_outb(u8 byte)
{
	fd_level++;
	drv_push(byte);
}

static void fd_insw(void *buf, unsigned int words)
{
	u8 *byte = buf;

	for (words *= 2; words--; )
		*byte++ = fd_inb();
}

static void fd_outsw(const void *buf, unsigned int words)
{
	const u8 *byte = buf;

	for (words *= 2; words--; )
		fd_outb(*byte++);
}

static void fd_run(bool write, unsigned int excess)
{
	struct {
		struct Scsi_Host host;
		struct fdomain fd;
	} *h = kzalloc(sizeof(*h), GFP_KERNEL);
	struct scsi_device *device = kzalloc(sizeof(*device), GFP_KERNEL);
	struct scsi_cmnd *cmd = kzalloc(sizeof(*cmd), GFP_KERNEL);
	struct fdomain *fd = shost_priv(&h->host);

	fd->chip = tmc18c30;
	device->host = &h->host;
	cmd->device = device;
	cmd->sdb.table.sgl = drv->sg;
	cmd->sdb.table.nents = drv->entries;
	cmd->sdb.length = drv->len;
	scsi_set_resid(cmd, drv->len);
	fd_level = 0;
	fd_left = drv->len + excess;
	fd_filling = write;
	while (write ? scsi_get_resid(cmd) : fd_left || fd_level) {
		spin_lock_irq(&drv->lock);
		if (write)
			fdomain_write_data(cmd);
		else
			fdomain_read_data(cmd);
		spin_unlock_irq(&drv->lock);
	}
	kfree(cmd);
	kfree(device);
	kfree(h);
}

static void fd_transfer(bool write)
{
	fd_run(write, 0);
}

static void fd_excess(bool write)
{
	fd_run(write, write ? 0 : 1 + drv_random(64));
}

DRV_SUITE(fdomain, fd_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
DRV_SUITE(fdomain_excess, fd_excess, 1, 1, DRV_BLOCK, 1);
