/* Without SG_MITER_ATOMIC and SG_MITER_LOCAL an iterator may be left running ... */
static int kept(struct host *host)
{
	struct sg_mapping_iter *m = &host->m;

	sg_miter_start(m, host->sg, 1, SG_MITER_TO_SG);
	if (!sg_miter_next(m))
		return 0;
	return 1;
}

/* ... but not one that is gone. */
static int lost(struct host *host)
{
	struct sg_mapping_iter m;

	sg_miter_start(&m, host->sg, 1, SG_MITER_TO_SG);
	if (!sg_miter_next(&m))
		return 0;
	return take(m.addr);
}
