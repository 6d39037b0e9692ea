// SPDX-License-Identifier: GPL-2.0
/* A module that uses sg_map() too.  With BAD, wrongly: it must not compile. */
#include <linux/module.h>
#include <linux/scatterlist.h>

static int fill(struct scatterlist *sg, u8 byte)
{
	u8 *addr = sg_map(sg, 0, SG_KMAP_LOCAL);

	if (IS_ERR(addr))
		return PTR_ERR(addr);
	memset(addr, byte, sg_map_len(sg, 0));
	sg_unmap(sg, addr, 0, SG_KMAP_LOCAL);

#ifndef BAD
#elif BAD == 1			/* the page, as for kunmap() */
	sg_unmap(sg, sg_page(sg), 0, SG_KMAP);
#elif BAD == 2
	sg_unmap(sg, (const struct page *)sg_page(sg), 0, SG_KMAP);
#elif BAD == 3			/* the entry */
	sg_unmap(sg, sg, 0, SG_KMAP);
#elif BAD == 4			/* no kind */
	addr = sg_map(sg, 0, 0);
#elif BAD == 5
	addr = sg_map(sg, 0, SG_MAP_MUST_NOT_FAIL);
#elif BAD == 6			/* two kinds */
	addr = sg_map(sg, 0, SG_KMAP | SG_KMAP_ATOMIC);
#elif BAD == 7			/* an unknown flag */
	addr = sg_map(sg, 0, SG_KMAP_LOCAL | 1 << 4);
#elif BAD == 8
	sg_unmap(sg, addr, 0, 0);
#elif BAD == 9
	sg_unmap(sg, addr, 0, SG_KMAP_ATOMIC | SG_KMAP_LOCAL);
#elif BAD == 10			/* the address thrown away */
	sg_map(sg, 0, SG_KMAP_LOCAL);
#endif
	return 0;
}

static int __init sample_init(void)
{
	struct scatterlist sg;
	u8 *buffer = kmalloc(100, GFP_KERNEL);
	int err;

	if (!buffer)
		return -ENOMEM;
	sg_init_one(&sg, buffer, 100);
	err = fill(&sg, 0x5a);
	kfree(buffer);
	return err;
}
module_init(sample_init);

static void __exit sample_exit(void)
{
}
module_exit(sample_exit);

MODULE_DESCRIPTION("sample of the scatterlist mapping helpers");
MODULE_LICENSE("GPL");
