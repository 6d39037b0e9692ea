#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Write broken copies of the helpers, each of which the suite must notice.

usage: mutants.py TREE OUT ARCH KERNEL

For each mutant a file in OUT, with <linux/scatterlist.h> of TREE, which has the
series, __sg_map() and the copying functions of its lib/scatterlist.c, and the
suite, under names of its own, so that all can be in one kernel.  KERNEL
is the tree without the series.  On standard output a line "NUMBER WHAT" for each.
Number 00 is not broken.
"""
import pathlib
import re
import sys

MUTANTS = [
    # What the sg_unmap() of 2017 did.
    ("sg_unmap() of 2017: kunmap() of the page at offset alone",
     "kunmap(__sg_map_page(sg, &offset))",
     "kunmap(sg_page(sg) + (offset >> PAGE_SHIFT))"),
    ("sg_unmap() of 2017: kunmap_atomic() of the address less the offsets",
     "kunmap_atomic(addr)",
     "kunmap_atomic(addr - sg->offset - offset_in_page(offset))"),
    # Which page, which byte.
    ("sg->offset is not added", "*offset += sg->offset;", ""),
    ("sg->offset is added twice", "*offset += sg->offset;", "*offset += 2 * sg->offset;"),
    ("the offset in the page is lost",
     "*offset = offset_in_page(*offset);", "*offset = 0;"),
    ("the first page is mapped, always", "page += *offset >> PAGE_SHIFT;", ""),
    ("the page is chosen by the offset alone",
     "page += *offset >> PAGE_SHIFT;", "page += (*offset - sg->offset) >> PAGE_SHIFT;"),
    ("the page is chosen by sg->offset alone",
     "page += *offset >> PAGE_SHIFT;", "page += sg->offset >> PAGE_SHIFT;"),
    ("sg_kmap_local() forgets the offset",
     "return kmap_local_page(page) + offset;\n}\n\n/**\n * sg_map_len",
     "return kmap_local_page(page);\n}\n\n/**\n * sg_map_len"),
    # How far.
    ("sg_map_len() ignores sg->offset",
     "offset_in_page(sg->offset + offset)", "offset_in_page(offset)"),
    ("sg_map_len() ignores the offset",
     "offset_in_page(sg->offset + offset)", "offset_in_page(sg->offset)"),
    ("sg_map_len() ignores the end of the page",
     "if (SG_MAP_PAGEWISE)\n\t\tlen =", "if (0)\n\t\tlen ="),
    ("sg_map_len() ignores the end of the entry",
     "len = sg->length - offset;", "len = SIZE_MAX;"),
    ("sg_map_len() ignores what is used up",
     "len = sg->length - offset;", "len = sg->length;"),
    ("sg_map_len() wraps behind the entry",
     "if (unlikely(offset >= sg->length))\n\t\treturn 0;", ""),
    ("sg_map_len() is a byte short at the end",
     "len = sg->length - offset;", "len = sg->length - offset - (offset + 1 < sg->length);"),
    # Undone not, or otherwise.
    ("SG_KMAP_LOCAL is not unmapped", "kunmap_local(addr);\n\t\tbreak;", "break;"),
    ("SG_KMAP_ATOMIC is not unmapped", "kunmap_atomic(addr);\n\t\tbreak;", "break;"),
    ("SG_KMAP is not unmapped", "kunmap(__sg_map_page(sg, &offset));\n", ""),
    ("SG_KMAP_LOCAL is unmapped as atomic",
     "kunmap_local(addr);\n\t\tbreak;", "kunmap_atomic(addr);\n\t\tbreak;"),
    ("SG_KMAP_ATOMIC is unmapped as local", "kunmap_atomic(addr)", "kunmap_local(addr)"),
    ("SG_KMAP is unmapped as local", "kunmap(__sg_map_page(sg, &offset))",
     "kunmap_local(addr)"),
    ("sg_unmap() does not know SG_MAP_MUST_NOT_FAIL",
     "switch (flags & ~SG_MAP_MUST_NOT_FAIL)", "switch (flags)"),
    ("sg_unmap() undoes two kinds at once",
     "switch (flags & ~SG_MAP_MUST_NOT_FAIL) {",
     "switch (flags & SG_KMAP_ATOMIC ? SG_KMAP_ATOMIC : flags) {"),
    # Mapped otherwise.
    ("SG_KMAP_LOCAL is mapped atomically",
     "if (flags & SG_KMAP_LOCAL)\n\t\treturn kmap_local_page",
     "if (flags & SG_KMAP_LOCAL)\n\t\treturn kmap_atomic"),
    ("SG_KMAP_ATOMIC is mapped locally",
     "return kmap_atomic(page) + offset;", "return kmap_local_page(page) + offset;"),
    ("SG_KMAP is mapped locally",
     "return kmap(page) + offset;", "return kmap_local_page(page) + offset;"),
    ("sg_map() forgets the offset",
     "return kmap(page) + offset;", "return kmap(page);"),
    # What must be refused, or must not.
    ("any flags are good", "return flags == SG_KMAP ||", "return true || flags == SG_KMAP ||"),
    ("two kinds are good", "return flags == SG_KMAP ||",
     "return !(flags & ~(SG_KMAP | SG_KMAP_ATOMIC | SG_KMAP_LOCAL)) && flags ||"),
    ("unknown flags are good", "flags &= ~SG_MAP_MUST_NOT_FAIL;",
     "flags &= SG_KMAP | SG_KMAP_ATOMIC | SG_KMAP_LOCAL;"),
    ("SG_MAP_MUST_NOT_FAIL is a bad flag",
     "if (!__sg_map_flags_valid(flags)) {",
     "if (must_not_fail || !__sg_map_flags_valid(flags)) {"),
    ("an entry without a page is mapped", "if (!sg_page(sg)) {", "if (0) {"),
    ("the error for a missing page is another", "ERR_PTR(-EFAULT)", "ERR_PTR(-EINVAL)"),
    ("a missing page does not warn",
     'WARN_ONCE(must_not_fail, "sg_map: entry without a page\\n");', ""),
    ("a missing page warns without being asked",
     'WARN_ONCE(must_not_fail, "sg_map: entry', 'WARN_ONCE(1, "sg_map: entry'),
    ("a missing page stops the machine",
     'WARN_ONCE(must_not_fail, "sg_map: entry without a page\\n");', "BUG_ON(must_not_fail);"),
    ("bad flags do not warn",
     'WARN_ONCE(must_not_fail, "sg_map: bad flags %#x\\n", flags);', ""),
    # On x86_64 KUnit cannot tell these from what is right.
    ("bad flags warn each time", 'WARN_ONCE(must_not_fail, "sg_map: bad', 'WARN(must_not_fail, "sg_map: bad'),
    ("a missing page warns each time",
     'WARN_ONCE(must_not_fail, "sg_map: entry', 'WARN(must_not_fail, "sg_map: entry'),
    ("sg_kmap_local() warns each time", 'WARN_ONCE(__sg_map_past_end(sg, offset), "mapp',
     'WARN(__sg_map_past_end(sg, offset), "mapp'),
    ("sg_map() past the end warns each time", 'WARN_ONCE(__sg_map_past_end(sg, offset), "sg_m',
     'WARN(__sg_map_past_end(sg, offset), "sg_m'),
    ("peer-to-peer memory warns each time", 'WARN_ONCE(1, "sg_map: peer', 'WARN(1, "sg_map: peer', "arm64"),
    ("device-private memory warns each time",
     'WARN_ONCE(must_not_fail, "sg_map: device', 'WARN(must_not_fail, "sg_map: device', "arm64"),
    ("an access past the end is not noticed", "&& offset >= sg->length;", "&& false;"),
    ("an access at the end is not noticed", "&& offset >= sg->length;", "&& offset > sg->length;"),
    ("sg_map() does not look for the end", 'WARN_ONCE(__sg_map_past_end(sg, offset), "sg_m',
     'WARN_ONCE(0, "sg_m'),
    ("device-private memory is mapped", "if (is_device_private_page(sg_page(sg))) {", "if (0) {", "x86_64"),
    ("device-private memory does not warn",
     'WARN_ONCE(must_not_fail, "sg_map: device-private memory\\n");', "", "x86_64"),
    ("peer-to-peer memory is mapped", "if (sg_is_iomem(sg)) {\n\t\tif (!must", "if (0) {\n\t\tif (!must",
     "x86_64"),
    ("peer-to-peer memory has another error",
     "if (!must_not_fail)\n\t\t\treturn ERR_PTR(-EREMOTEIO)",
     "if (!must_not_fail)\n\t\t\treturn ERR_PTR(-EFAULT)", "x86_64"),
    ("peer-to-peer memory is refused, SG_MAP_MUST_NOT_FAIL or not",
     "if (!must_not_fail)\n\t\t\treturn", "if (1)\n\t\t\treturn", "x86_64"),
    ("peer-to-peer memory does not warn",
     'WARN_ONCE(1, "sg_map: peer-to-peer memory mapped as RAM\\n");', "", "x86_64"),
    ("sg_is_iomem() looks at a page that is not there",
     "return page && is_pci_p2pdma_page(page);", "return is_pci_p2pdma_page(page);", "x86_64"),
    ("the static key is never turned on", "return page && is_pci_p2pdma_page(page);",
     "static DEFINE_STATIC_KEY_FALSE(never);\n\n\treturn page && static_branch_unlikely(&never) &&"
     "\n\t\tfolio_is_pci_p2pdma(page_folio(page));", "x86_64"),
    ("sg_is_iomem() is always false",
     "return page && is_pci_p2pdma_page(page);", "return false;", "x86_64"),
    ("sg_is_iomem() is always true",
     "return page && is_pci_p2pdma_page(page);", "return true;"),
    # Copies.
    ("a copy begins at the start of each entry", "skip -= sg->length;", "skip = 0;"),
    ("what is skipped is skipped in each entry", "skip = 0;\n\t}\n", "skip -= skip % sg->length;\n\t}\n"),
    ("an entry is not skipped when all of it should be", "if (skip >= sg->length) {",
     "if (skip > sg->length) {"),
    ("a copy takes an entry too many", "for (; nents; nents--, sg++) {", "for (; nents + 1; nents--, sg++) {"),
    ("a copy takes an entry too few", "for (; nents; nents--, sg++) {", "for (; nents > 1; nents--, sg++) {"),
    ("a copy does not count the entries", "for (; nents; nents--, sg++) {", "for (; nents; sg++) {"),
    ("a copy does not know chained lists", "sg = sg_chain_ptr(sg);\n\t\t\tif (sg_is", "sg++;\n\t\t\tif (sg_is"),
    ("a copy does not see the end of the list", "nents = 1;\n\t\t}", "nents = nents;\n\t\t}"),
    ("the last entry is left out", "nents = 1;\n\t\t}", "break;\n\t\t}"),
    ("the end of a list that a chain leads to is not seen", "\t\t\tif (sg_is_last(sg))\n\t\t\t\tnents = 1;",
     "\t\t\telse if (sg_is_last(sg))\n\t\t\t\tnents = 1;"),
    ("a negative skip is none", "if (likely(sg) && likely(nents) && buflen - 1",
     "if ((off_t)skip < 0)\n\t\tskip = 0;\n\tif (likely(sg) && likely(nents) && buflen - 1"),
    ("one mapping is taken for enough", "buflen - 1 < sg_map_len(sg, skip) &&",
     "buflen - 1 + skip < sg->length &&"),
    ("one mapping is taken for enough, whatever is skipped",
     "buflen - 1 < sg_map_len(sg, skip) &&", "buflen - 1 < sg_map_len(sg, 0) &&"),
    ("one mapping takes NULL", "if (likely(sg) && likely(nents)", "if (likely(nents)"),
    ("a copy takes NULL", "if (!sg || !buflen)", "if (!buflen)"),
    ("one mapping does not look at nents", "if (likely(sg) && likely(nents)", "if (likely(sg)"),
    ("one mapping does not look at the page", "skip) &&\n\t    sg_has_data(sg)) {", "skip)) {"),
    ("a copy ignores the end of the buffer", "len = min(left, sg_map_len(sg, skip));",
     "len = sg_map_len(sg, skip);\n\t\t\tleft = max(left, len);"),
    ("a copy ignores the end of the page", "len = min(left, sg_map_len(sg, skip));",
     "len = min(left, sg->length - skip);"),
    ("a copy stays at the start of the buffer", "buf += len;\n\t\t\tskip += len;",
     "skip += len;"),
    ("a copy stays at the start of the entry", "buf += len;\n\t\t\tskip += len;",
     "buf += len;\n\t\t\tskip = len;"),
    ("the count is that of what is left", "return buflen - left;\n}", "return left;\n}"),
    ("a copy goes on when all is done", "if (!left)\n\t\t\t\treturn buflen;\n", ""),
    ("the count of a full copy is short", "if (!left)\n\t\t\t\treturn buflen;",
     "if (!left)\n\t\t\t\treturn buflen - 1;"),
    ("the count of a copy that one mapping does is short",
     "buflen, op);\n\t\treturn buflen;", "buflen, op);\n\t\treturn buflen - 1;"),
    ("the count is cut to 32 bits", "size_t left = buflen, len;",
     "unsigned int left = buflen;\n\tsize_t len;", "x86_64"),
    ("the directions are swapped", "to_buffer ? SG_TO_BUFFER : SG_FROM_BUFFER",
     "to_buffer ? SG_FROM_BUFFER : SG_TO_BUFFER"),
    ("sg_zero_buffer() does not write zeroes", "memset(addr, 0, len);\n\n", "memset(addr, 1, len);\n\n"),
    ("a copy maps at the start of the data", "addr = sg_kmap_local(sg, offset);\n\tif (op",
     "addr = sg_kmap_local(sg, 0);\n\tif (op"),
    ("a copy does not unmap", "kunmap_local(addr);\n}\n\nstatic noinline",
     "}\n\nstatic noinline"),
    ("a copy does not see that there is no page",
     "return sg_page(sg) && !is_device", "return !is_device"),
    ("an entry without a page is passed over", "if (!sg_has_data(sg))\n\t\t\tbreak;",
     "if (!sg_has_data(sg)) {\n\t\t\tskip = 0;\n\t\t\tcontinue;\n\t\t}"),
    ("an entry without a page is too much even to skip", "if (skip >= sg->length) {",
     "if (!sg_page(sg))\n\t\t\tbreak;\n\t\tif (skip >= sg->length) {"),
    ("device-private memory is copied", "&& !is_device_private_page(sg_page(sg));", ";", "x86_64"),
    ("peer-to-peer memory is copied as RAM", "if (sg_is_iomem(sg)) {\n\t\tsg_copy",
     "if (0) {\n\t\tsg_copy", "arm64"),
    ("a copy to peer-to-peer memory is one as RAM", "memcpy_toio(addr, buf, len);",
     "memcpy((__force void *)addr, buf, len);", "arm64"),
    ("a copy from peer-to-peer memory is one as RAM", "memcpy_fromio(buf, addr, len);",
     "memcpy(buf, (__force void *)addr, len);", "arm64"),
    ("peer-to-peer memory is zeroed as RAM", "memset_io(addr, 0, len);",
     "memset((__force void *)addr, 0, len);", "arm64"),
    ("peer-to-peer memory is flushed", "sg_copy_iomem(sg, offset, buf, len, op);\n\t\treturn;",
     "sg_copy_iomem(sg, offset, buf, len, op);\n\t\tsg_flush_dcache(sg, offset, len);"
     "\n\t\treturn;", "arm64"),
    ("no bytes are flushed", "buflen - 1 < sg_map_len(sg, skip)",
     "buflen <= sg_map_len(sg, skip)", "arm64"),
    ("nothing is flushed", "op != SG_TO_BUFFER)", "0)", "arm64"),
    ("what is read is flushed", "op != SG_TO_BUFFER)", "1)", "arm64"),
    ("a page too few is flushed", "first <= last; first++", "first < last; first++", "arm64"),
    ("a page too many is flushed", "size_t last = (sg->offset + offset + len - 1)",
     "size_t last = (sg->offset + offset + len)", "arm64"),
]

# What the mutants have of their own.
OURS = ["__sg_map", "sg_copy_buffer", "sg_zero_buffer", "sg_copy_from_buffer",
        "sg_copy_to_buffer", "sg_pcopy_from_buffer", "sg_pcopy_to_buffer"]


def main(tree, out, arch, kernel):
    header = (tree / "include/linux/scatterlist.h").read_text()
    suite = (tree / "lib/sg_map_kunit.c").read_text()
    library = (tree / "lib/scatterlist.c").read_text()
    library = library[library.index("/* See sg_map(). */"):]
    library = library[:library.index("EXPORT_SYMBOL(sg_pcopy_to_buffer);")]
    library = re.sub(r"^EXPORT_SYMBOL\((.*)\);\n", "", library, flags=re.M)
    code = header + "#include <linux/io.h>\n" + library
    before = (kernel / "lib/scatterlist.c").read_text()
    pristine = ("the copying functions are those of before the series",
                library[library.index("/* What sg_copy() does"):
                        library.index("/**\n * sg_copy_from_buffer")],
                "".join(re.search(rf"^size_t {name}\((?:.*\n)*?}}\n", before, re.M)[0]
                        for name in ("sg_copy_buffer", "sg_zero_buffer")), "arm64")
    mutants = [mutant for mutant in MUTANTS + [pristine] if (mutant[3:] or ("i386",)) == (arch,)]
    for number, (what, old, new, *_) in enumerate([("nothing is broken", "", "")] + mutants):
        if number and code.count(old) != 1:
            sys.exit(f"mutants.py: {code.count(old)} places to break, not 1: {what}")
        broken = code.replace(old, new) if number else code
        (out / f"sg_map_{number:02}.c").write_text(
            "".join(f"#define {name} {name}_{number:02}\n" for name in OURS) + broken +
            suite.replace('.name = "sg_map"', f'.name = "sg_map_{number:02}"'))
        print(f"{number:02} {what}")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3],
         pathlib.Path(sys.argv[4]))
