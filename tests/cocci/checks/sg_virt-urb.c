static int submitted(struct urb *urb)
{
	copy(sg_virt(&urb->sg[0]), urb->sg[0].length);
	return usb_submit_urb(urb, GFP_KERNEL);
}

static void kept(struct host *host, struct mmc_data *data)
{
	host->other = data->sg;
	hash(sg_virt(host->current));
}

static void handed_on(struct scsi_cmnd *cmd)
{
	struct scatterlist *sg = scsi_sglist(cmd);

	copy(sg_virt(sg), sg->length);
}
