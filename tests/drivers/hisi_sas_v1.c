// SPDX-License-Identifier: GPL-2.0
#include "hisi_sas.h"
#include <../drivers/scsi/hisi_sas/hisi_sas_v1_hw.c>

static void hisi_response(bool write)
{
	hisi_complete(slot_complete_v1_hw);
}

DRV_SUITE_READ(hisi_sas_v1, hisi_response, 4, 1, DRV_BLOCK, 1);
