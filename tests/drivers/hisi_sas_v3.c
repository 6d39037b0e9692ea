// SPDX-License-Identifier: GPL-2.0
#include "hisi_sas.h"

/* This kernel has no ACPI. */
#define acpi_device_power_manageable(dev) false
#undef ACPI_FREE
#define ACPI_FREE(obj) kfree(obj)

#include <../drivers/scsi/hisi_sas/hisi_sas_v3_hw.c>

static void hisi_response(bool write)
{
	hisi_complete(slot_complete_v3_hw);
}

DRV_SUITE_READ(hisi_sas_v3, hisi_response, 4, 1, DRV_BLOCK, 1);
