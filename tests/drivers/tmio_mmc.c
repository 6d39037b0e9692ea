// SPDX-License-Identifier: GPL-2.0
/* tmio_mmc: a data register of 16 bits, read and written by the block. */
#include "drv.h"

static void tmio_read_rep(void *buf, unsigned int count);
static void tmio_write_rep(const void *buf, unsigned int count);

#undef ioread16
#undef iowrite16
#undef ioread16_rep
#undef iowrite16_rep
#undef ioread32_rep
#undef iowrite32_rep
#define ioread16(addr)			({ u16 v; tmio_read_rep(&v, 2); v; })
#define iowrite16(value, addr)		({ u16 v = value; tmio_write_rep(&v, 2); })
#define ioread16_rep(addr, buf, count)	tmio_read_rep(buf, 2 * (count))
#define iowrite16_rep(addr, buf, count)	tmio_write_rep(buf, 2 * (count))
#define ioread32_rep(addr, buf, count)	tmio_read_rep(buf, 4 * (count))
#define iowrite32_rep(addr, buf, count)	tmio_write_rep(buf, 4 * (count))

#include <../drivers/mmc/host/tmio_mmc_core.c>

static void tmio_read_rep(void *buf, unsigned int count)
{
	u8 *byte = buf;

	while (count--)
		*byte++ = drv_pull();
}

static void tmio_write_rep(const void *buf, unsigned int count)
{
	const u8 *byte = buf;

	while (count--)
		drv_push(*byte++);
}

static void tmio_transfer(bool write)
{
	struct mmc_data data = {
		.blksz = 512, .blocks = drv->len / 512, .sg = drv->sg,
		.sg_len = drv->entries, .flags = write ? MMC_DATA_WRITE : MMC_DATA_READ,
	};
	struct tmio_mmc_data pdata = {
		.flags = drv_random(2) ? TMIO_MMC_32BIT_DATA_PORT : 0,
	};
	static struct tmio_mmc_host host;

	memset(&host, 0, sizeof(host));
	host.data = &data;
	host.pdata = &pdata;
	tmio_mmc_init_sg(&host, &data);
	while (drv->pos < drv->len) {
		spin_lock_irq(&drv->lock);
		tmio_mmc_pio_irq(&host);
		spin_unlock_irq(&drv->lock);
	}
}

DRV_SUITE(tmio, tmio_transfer, 512, DRV_BLOCKS, DRV_BLOCK, 512);
