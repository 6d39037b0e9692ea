/* What sg_miter.cocci must say about these is in sg_miter.rep. */
static int returned(struct host *host)
{
	struct sg_mapping_iter m;

	sg_miter_start(&m, host->sg, 1, SG_MITER_ATOMIC);
	while (host->size) {
		if (busy(host))
			return -ETIMEDOUT;
		sg_miter_next(&m);
		take(m.addr);
	}
	sg_miter_stop(&m);
	return 0;
}

static void never_stopped(struct host *host)
{
	struct sg_mapping_iter *m = &host->m;

	if (!sg_miter_next(m)) {
		complain(host);
		return;
	}
	take(m->addr);
}

static int returned_inside(struct host *host)
{
	struct sg_mapping_iter m;

	sg_miter_start(&m, host->sg, 1, SG_MITER_LOCAL);
	while (sg_miter_next(&m)) {
		if (take(m.addr))
			return -EIO;
	}
	return 0;
}

static int broken_out_of(struct host *host)
{
	struct sg_mapping_iter m;

	sg_miter_start(&m, host->sg, 1, SG_MITER_LOCAL);
	while (sg_miter_next(&m)) {
		if (take(m.addr))
			break;
	}
	return 0;
}

static void not_to_the_end(struct host *host, int len)
{
	struct sg_mapping_iter m;

	sg_miter_start(&m, host->sg, 1, SG_MITER_LOCAL);
	while (len && sg_miter_next(&m))
		len -= take(m.addr);
}

static void for_a_while(struct host *host, int len)
{
	struct sg_mapping_iter m;

	sg_miter_start(&m, host->sg, 1, SG_MITER_LOCAL);
	for (; len > 0 && sg_miter_next(&m); len -= m.length)
		take(m.addr);
}

static int past_the_stop(struct host *host)
{
	struct sg_mapping_iter m;
	bool more;

	sg_miter_start(&m, host->sg, 1, SG_MITER_LOCAL);
	more = sg_miter_next(&m);
	if (!more)
		return -EINVAL;
	if (take(m.addr))
		goto out;
	sg_miter_stop(&m);
out:
	return 0;
}

static int one_of_two(struct host *host)
{
	struct sg_mapping_iter a, b;

	sg_miter_start(&a, host->a, 1, SG_MITER_LOCAL);
	sg_miter_start(&b, host->b, 1, SG_MITER_LOCAL);
	if (!sg_miter_next(&a))
		return 0;
	if (WARN_ON(!sg_miter_next(&b)))
		return 0;
	sg_miter_stop(&b);
	sg_miter_stop(&a);
	return 1;
}

/* The others are right. */
static void to_the_end(struct host *host)
{
	struct sg_mapping_iter m;

	sg_miter_start(&m, host->sg, 1, SG_MITER_ATOMIC);
	while (sg_miter_next(&m))
		take(m.addr);
}

static void stopped(struct host *host, int len)
{
	struct sg_mapping_iter m;

	sg_miter_start(&m, host->sg, 1, SG_MITER_ATOMIC);
	while (len) {
		if (!sg_miter_next(&m))
			break;
		len -= take(m.addr);
	}
	sg_miter_stop(&m);
}

static int by_its_other_name(struct host *host)
{
	struct sg_mapping_iter *m = &host->m;

	if (!sg_miter_next(m))
		return 0;
	take(m->addr);
	sg_miter_stop(&host->m);
	return 1;
}

static bool by_the_caller(struct sg_mapping_iter *m)
{
	if (!sg_miter_next(m))
		return false;
	m->consumed = 0;
	return true;
}

static int nothing_mapped(struct host *host)
{
	struct sg_mapping_iter m;
	bool more;

	sg_miter_start(&m, host->sg, 1, SG_MITER_ATOMIC);
	more = sg_miter_next(&m);
	if (!more || !m.addr)
		return -EINVAL;
	do {
		take(m.addr);
		more = sg_miter_next(&m);
		if (more == false)
			return -EINVAL;
	} while (busy(host));
	sg_miter_stop(&m);
	return 0;
}
