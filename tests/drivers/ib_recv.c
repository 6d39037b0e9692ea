// SPDX-License-Identifier: GPL-2.0
/*
 * rds: a congestion map that comes in fragments of a page, and is copied to pages of the
 * connection, if it has the length of one.
 */
#include "drv.h"
#include <../net/rds/ib_recv.c>

static u64 rds_ports;

void rds_cong_map_updated(struct rds_cong_map *map, uint64_t portmask)
{
	rds_ports = portmask;
}

static void rds_transfer(bool write)
{
	struct rds_connection *conn = kzalloc(sizeof(*conn), GFP_KERNEL);
	struct rds_cong_map *map = kzalloc(sizeof(*map), GFP_KERNEL);
	struct rds_page_frag *frags = kcalloc(drv->entries, sizeof(*frags), GFP_KERNEL);
	struct rds_ib_incoming *ibinc = kzalloc(sizeof(*ibinc), GFP_KERNEL);
	u64 ports = 0, *old, *new;
	unsigned int i, k;

	INIT_LIST_HEAD(&ibinc->ii_frags);
	for (i = 0; i < drv->entries; i++) {
		sg_init_table(&frags[i].f_sg, 1);
		/* It does not begin in a later page, as an entry of the list may. */
		sg_set_page(&frags[i].f_sg, drv_page(drv->at[i] / PAGE_SIZE), drv->sg[i].length,
			    offset_in_page(drv->at[i]));
		list_add_tail(&frags[i].f_item, &ibinc->ii_frags);
		new = (u64 *)(drv->flat + drv->at[i]);
		old = kmalloc(PAGE_SIZE, GFP_KERNEL);
		prandom_bytes_state(&drv->rnd, old, PAGE_SIZE);
		map->m_page_addrs[i] = (unsigned long)old;
		/* In most words nothing ends to be congested. */
		for (k = 0; k < PAGE_SIZE / sizeof(*old); k++) {
			if (drv_random(1024))
				old[k] &= new[k];
			ports |= old[k] & ~new[k];
		}
	}
	ibinc->ii_inc.i_hdr.h_len = cpu_to_be32(RDS_CONG_MAP_BYTES);
	conn->c_fcong = map;
	rds_ib_cong_recv(conn, ibinc);
	for (i = 0; i < drv->entries; i++) {
		if (rds_ports == ports)
			drv_push_buf((void *)map->m_page_addrs[i], PAGE_SIZE);
		kfree((void *)map->m_page_addrs[i]);
	}
	kfree(ibinc);
	kfree(frags);
	kfree(map);
	kfree(conn);
}

DRV_SUITE_WRITE(rds, rds_transfer, PAGE_SIZE, RDS_CONG_MAP_PAGES, PAGE_SIZE, RDS_CONG_MAP_BYTES);
