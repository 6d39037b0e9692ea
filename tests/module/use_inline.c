// SPDX-License-Identifier: GPL-2.0
/* A module that uses what <linux/scatterlist.h> alone gives. */
#include <linux/crc32.h>
#include <linux/module.h>
#include <linux/scatterlist.h>

static u32 crc(struct scatterlist *sg)
{
	size_t offset, len;
	u32 crc = ~0;

	for (offset = 0; offset < sg->length; offset += len) {
		const u8 *addr = sg_kmap_local(sg, offset);

		len = sg_map_len(sg, offset);
		crc = crc32_le(crc, addr, len);
		kunmap_local(addr);
	}
	return crc;
}

static int __init sample_init(void)
{
	static const u8 data[] = "scatterlist";
	struct scatterlist sg;
	u8 *copy = kmemdup(data, sizeof(data), GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	sg_init_one(&sg, copy, sizeof(data));
	pr_info("crc %#x, iomem %d\n", crc(&sg), sg_is_iomem(&sg));
	kfree(copy);
	return 0;
}
module_init(sample_init);

static void __exit sample_exit(void)
{
}
module_exit(sample_exit);

MODULE_DESCRIPTION("sample of the inline scatterlist mapping helpers");
MODULE_LICENSE("GPL");
