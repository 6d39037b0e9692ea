// SPDX-License-Identifier: GPL-2.0
/*
 * esp_scsi: DMA in pieces, the last byte of some of which stays in the FIFO, as with an
 * AM53C974.  An IOMMU may have made one of all entries.
 */
#include "drv.h"
#include "drv_scsi.h"

static bool esp_iommu;

#define scsi_dma_map(cmd) drv_scsi_map(esp_iommu)

#include <../drivers/scsi/esp_scsi.c>

static bool esp_rest;

static u8 esp_read(struct esp *esp, unsigned long reg)
{
	if (reg == ESP_FDATA)
		return drv_pull();
	/* The count of what is left to transfer, and of what is in the FIFO. */
	return (reg == ESP_TCLOW || reg == ESP_FFLAGS) && esp_rest;
}

static void esp_write(struct esp *esp, u8 val, unsigned long reg)
{
}

static void esp_transfer(bool write)
{
	static const struct esp_driver_ops ops = {
		.esp_read8 = esp_read, .esp_write8 = esp_write,
	};
	struct esp *esp = kzalloc(sizeof(*esp), GFP_KERNEL);
	struct scsi_cmnd *cmd = drv_scsi_cmd(0);
	struct esp_cmd_entry ent = { .cmd = cmd };
	u8 regs[16];

	esp->ops = &ops;
	esp->regs = regs;
	esp->rev = PCSCSI;
	esp->config2 = ESP_CONFIG2_FENAB;
	esp_iommu = drv_random(2);
	esp_map_dma(esp, cmd);
	while (drv->pos < drv->len) {
		unsigned int n = 1 + drv_random(esp_cur_dma_len(&ent, cmd));

		esp_rest = drv_random(2);
		drv_scsi_dma(esp_cur_dma_addr(&ent, cmd), n - esp_rest, false);
		ent.flags = ESP_CMD_FLAG_WRITE | (esp_rest ? ESP_CMD_FLAG_RESIDUAL : 0);
		esp->data_dma_len = n;
		spin_lock_irq(&drv->lock);
		esp_advance_dma(esp, &ent, cmd, esp_data_bytes_sent(esp, &ent, cmd));
		spin_unlock_irq(&drv->lock);
	}
	kfree(cmd);
	kfree(esp);
}

DRV_SUITE_READ(esp_scsi, esp_transfer, 1, DRV_BLOCKS, DRV_BLOCK, 1);
