// SPDX-License-Identifier: GPL-2.0
/*
 * fdomain: a FIFO of 2 KiB and its fill level; through scsi_kmap_atomic_sg().  In a
 * second suite the device sends some more bytes than the command has room for.
 */
#include "drv.h"
#include "drv_scsi.h"

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
	fd_level -= 2 * words;
	drv_pull_buf(buf, 2 * words);
}

static void fd_outsw(const void *buf, unsigned int words)
{
	fd_level += 2 * words;
	drv_push_buf(buf, 2 * words);
}

static void fd_run(bool write, unsigned int excess)
{
	struct scsi_cmnd *cmd = drv_scsi_cmd(sizeof(struct fdomain));
	struct fdomain *fd = shost_priv(cmd->device->host);

	fd->chip = tmc18c30;
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
