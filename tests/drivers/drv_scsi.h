/* SPDX-License-Identifier: GPL-2.0 */
/* A SCSI command whose data is drv->sg. */
#include <scsi/scsi.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

struct drv_scsi {
	struct scsi_cmnd cmd;
	u8 priv[512];			/* scsi_cmd_priv() */
	struct scsi_device device;
	struct Scsi_Host host;
};

/* To be freed with kfree(), with @hostdata bytes behind the host. */
static __maybe_unused struct scsi_cmnd *drv_scsi_cmd(size_t hostdata)
{
	struct drv_scsi *scsi = kzalloc(sizeof(*scsi) + hostdata, GFP_KERNEL);

	scsi->device.host = &scsi->host;
	scsi->cmd.device = &scsi->device;
	scsi->cmd.sdb.table.sgl = drv->sg;
	scsi->cmd.sdb.table.nents = drv->entries;
	scsi->cmd.sdb.length = drv->len;
	scsi->cmd.sc_data_direction = DMA_FROM_DEVICE;
	return &scsi->cmd;
}

/* The first byte of the data, which comes when they are unmapped: they were bounced. */
static inline void __maybe_unused drv_scsi_bounce(u8 byte)
{
	u8 before = ~byte;

	drv_begin(&byte, 1);
	sg_copy_from_buffer(drv->sg, drv->entries, &before, 1);
}

static inline void __maybe_unused drv_scsi_unmap(struct scsi_cmnd *cmd)
{
	sg_copy_from_buffer(drv->sg, drv->entries, drv->flat + drv->at[0], 1);
	cmd->resid_len++;
}

/*
 * In place of scsi_dma_map(): the list for a device that does DMA, to which an address is
 * the number of bytes before it.  An IOMMU makes one entry of all.
 */
static inline int __maybe_unused drv_scsi_map(bool iommu)
{
	unsigned int i, pos = 0;

	for (i = 0; i < drv->entries; pos += drv->sg[i++].length) {
		sg_dma_address(&drv->sg[i]) = pos;
		sg_dma_len(&drv->sg[i]) = drv->sg[i].length;
	}
	if (!iommu)
		return drv->entries;
	sg_dma_len(drv->sg) = drv->len;
	return 1;
}

/* The device does DMA. */
static inline void __maybe_unused drv_scsi_dma(unsigned int addr, unsigned int len, bool write)
{
	u8 *buf = kmalloc(len, GFP_KERNEL);

	if (write) {
		sg_pcopy_to_buffer(drv->sg, drv->entries, buf, len, addr);
		drv_push_buf(buf, len);
	} else {
		drv_pull_buf(buf, len);
		sg_pcopy_from_buffer(drv->sg, drv->entries, buf, len, addr);
	}
	kfree(buf);
}
