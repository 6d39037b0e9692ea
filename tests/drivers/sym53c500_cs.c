// SPDX-License-Identifier: GPL-2.0
/*
 * sym53c500_cs: a FIFO of 128 bytes, of which the status says whether it is empty, a third,
 * two thirds or all full.
 */
#include "drv.h"
#include "drv_scsi.h"

static u8 sym_inb(int port);
static void sym_outb(u8 byte, int port);
static void sym_insl(void *buf, unsigned int words);
static void sym_outsl(const void *buf, unsigned int words);

#undef inb
#undef outb
#undef insl
#undef outsl
#define inb(port)		sym_inb(port)
#define outb(byte, port)	sym_outb(byte, port)
#define insl(port, buf, words)	sym_insl(buf, words)
#define outsl(port, buf, words)	sym_outsl(buf, words)

#include <../drivers/scsi/pcmcia/sym53c500_cs.c>

static unsigned int sym_level, sym_left;
static bool sym_write, sym_pio;

static u8 sym_inb(int port)
{
	if (port == PIO_FIFO && sym_pio) {
		sym_level--;
		return drv_pull();
	}
	if (port == STAT_REG && !sym_pio)
		return sym_write ? 0 : 1;	/* the phase */
	if (port == INT_REG && !sym_pio)
		return 0x10;
	if (port != PIO_STATUS)
		return 0;
	if (sym_write) {
		sym_level -= drv_random(sym_level + 1);
	} else {
		unsigned int n = drv_random(min(sym_left, 128 - sym_level) + 1);

		sym_left -= n;
		sym_level += n;
	}
	return sym_level == 0 ? 0x10 : sym_level == 128 ? 0xe :
	       sym_level >= 84 ? 0xc : sym_level >= 42 ? 0x8 : 0;
}

/* What is at a port depends on the set of registers. */
static void sym_outb(u8 byte, int port)
{
	if (port == CONFIG7 && byte == C7_IMG) {
		sym_pio = true;
	} else if (port == CONFIG4 && byte == C4_IMG) {
		sym_pio = false;
	} else if (port == PIO_FIFO && sym_pio) {
		sym_level++;
		drv_push(byte);
	}
}

static void sym_insl(void *buf, unsigned int words)
{
	sym_level -= 4 * words;
	drv_pull_buf(buf, 4 * words);
}

static void sym_outsl(const void *buf, unsigned int words)
{
	sym_level += 4 * words;
	drv_push_buf(buf, 4 * words);
}

static void sym_transfer(bool write)
{
	struct scsi_cmnd *cmd = drv_scsi_cmd(sizeof(struct sym53c500_data));
	struct Scsi_Host *host = cmd->device->host;
	struct sym53c500_data *data = (void *)host->hostdata;

	sym_level = 0;
	sym_left = drv->len;
	sym_write = write;
	host->host_lock = &drv->lock;
	data->current_SC = cmd;
	data->fast_pio = drv_random(2);
	SYM53C500_intr(0, host);
	kfree(cmd);
}

DRV_SUITE(sym53c500_cs, sym_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
