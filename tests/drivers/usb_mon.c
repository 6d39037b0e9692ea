// SPDX-License-Identifier: GPL-2.0
/* usbmon: what it shows of the data of a transfer, as text and in its ring of pages. */
#include "drv.h"
#include <../drivers/usb/mon/mon_text.c>
#undef DATA_MAX
#undef SETUP_MAX
#include <../drivers/usb/mon/mon_bin.c>

static struct urb drv_urb;

static void mon_text(bool write)
{
	static struct mon_event_text ep;

	drv_urb.sg = drv->sg;
	drv_urb.num_sgs = drv->entries;
	if (drv->entries == 1 && drv_random(2)) {	/* not a list */
		drv_urb.num_sgs = 0;
		drv_urb.transfer_buffer = drv->flat + drv->at[0];
	}
	if (!mon_text_get_data(&ep, &drv_urb, drv->len, 'S', NULL))
		drv_push_buf(ep.data, drv->len);
}

static void mon_bin(bool write)
{
	static u8 ring[(DRV_BLOCKS * DRV_PAGES + 1) * CHUNK_SIZE];
	static struct mon_pgmap map[sizeof(ring) / CHUNK_SIZE];
	struct mon_reader_bin rp = { .b_vec = map, .b_size = sizeof(ring) };
	unsigned int i, at = drv_random(sizeof(ring));
	char flag;

	for (i = 0; i < ARRAY_SIZE(map); i++)
		map[i].ptr = ring + i * CHUNK_SIZE;
	drv_urb.sg = drv->sg;
	drv_urb.num_sgs = drv->entries;
	mon_bin_get_data(&rp, at, &drv_urb, drv->len, &flag);
	for (i = at; flag == 0 && drv->pos < drv->len; i++)
		drv_push(ring[i % sizeof(ring)]);
}

/* The text is of 32 bytes at most. */
DRV_SUITE_WRITE(mon_text, mon_text, .align = 1, .entries = 4, .length = 8, .unit = 1);
DRV_SUITE_WRITE(mon_bin, mon_bin, .align = 1, .entries = DRV_BLOCKS, .length = DRV_BLOCK, .unit = 1);
