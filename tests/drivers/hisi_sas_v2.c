// SPDX-License-Identifier: GPL-2.0
#include "hisi_sas.h"
#include <../drivers/scsi/hisi_sas/hisi_sas_v2_hw.c>

static void hisi_response(bool write)
{
	hisi_complete(slot_complete_v2_hw);
}

DRV_SUITE_READ(hisi_sas_v2, hisi_response, 4, 1, DRV_BLOCK, 1);
