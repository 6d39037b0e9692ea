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
static struct scsi_cmnd *drv_scsi_cmd(size_t hostdata)
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
