// SPDX-License-Identifier: GPL-2.0
/* caam: what caam_dump_sg() prints, which is there with DEBUG only. */
#include "drv.h"
#include <linux/printk.h>

static void caam_print(const u8 *buf, size_t len);

#define DEBUG
#undef print_hex_dump_debug
#define print_hex_dump_debug(prefix, type, row, group, buf, len, ascii) drv_push_buf(buf, len)

#include <../drivers/crypto/caam/error.c>

static void caam_transfer(bool write)
{
	caam_dump_sg("", DUMP_PREFIX_ADDRESS, 16, 4, drv->sg, drv->len, true);
}

DRV_SUITE_WRITE(caam, caam_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
