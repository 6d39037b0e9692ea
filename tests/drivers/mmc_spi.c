// SPDX-License-Identifier: GPL-2.0
/* mmc_spi: the SPI core gets addresses; what is sent is a message for each block. */
#include "drv.h"
#include <linux/crc-itu-t.h>
#include <linux/spi/spi.h>

static int mmc_spi_model(struct spi_message *m);

#define spi_sync_locked(spi, m)	mmc_spi_model(m)
#define crc_itu_t(crc, buf, len) 0

#include <../drivers/mmc/host/mmc_spi.c>

static struct mmc_spi_host mmc_spi_host;
static bool mmc_spi_out;

static int mmc_spi_model(struct spi_message *m)
{
	struct mmc_spi_host *host = &mmc_spi_host;
	struct spi_transfer *t;

	if (m == &host->readback) {
		host->data->status[0] = SPI_TOKEN_SINGLE;
		return 0;
	}
	list_for_each_entry(t, &m->transfers, transfer_list) {
		if (t == &host->t) {
			if (mmc_spi_out)
				drv_push_buf(t->tx_buf, t->len);
			else
				drv_pull_buf(t->rx_buf, t->len);
		} else if (t == &host->early_status) {
			memset(host->data->status, 0xff, sizeof(host->data->status));
			host->data->status[0] = 0xe0 | SPI_RESPONSE_ACCEPTED;
		}
	}
	return 0;
}

static void mmc_spi_transfer(bool write)
{
	static struct mmc_host mmc;
	static struct spi_device spi = { .max_speed_hz = 1000000 };
	static struct scratch scratch;
	struct mmc_data data = {
		.blksz = 512, .blocks = drv->len / 512, .sg = drv->sg,
		.sg_len = drv->entries, .flags = write ? MMC_DATA_WRITE : MMC_DATA_READ,
	};
	struct mmc_command cmd = { .data = &data };

	memset(&mmc_spi_host, 0, sizeof(mmc_spi_host));
	mmc_spi_host.mmc = &mmc;
	mmc_spi_host.spi = &spi;
	mmc_spi_host.data = &scratch;
	mmc_spi_out = write;
	/* A single block is what is asked for with one entry only. */
	mmc_spi_data_do(&mmc_spi_host, &cmd, &data, data.blksz);
}

/* max_seg_size is a page, but an entry may start anywhere in it. */
DRV_SUITE(mmc_spi, mmc_spi_transfer, 512, DRV_BLOCKS, PAGE_SIZE, 512);
