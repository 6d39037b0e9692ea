#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Write broken copies of the helpers, each of which the suite must notice.

usage: mutants.py TREE OUT ARCH

For each mutant a file in OUT, with <linux/scatterlist.h> of TREE, which has the
series, our part of lib/scatterlist.c, and the suite, under names of its own, so
that all can be in one kernel.  On standard output a line "NUMBER WHAT" for each.
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
     "if (offset >= sg->length)\n\t\treturn 0;", ""),
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
    ("peer-to-peer memory is mapped", "if (sg_is_iomem(sg)) {", "if (0) {", "x86_64"),
    ("peer-to-peer memory has another error",
     "ERR_PTR(-EREMOTEIO)", "ERR_PTR(-EFAULT)", "x86_64"),
    ("peer-to-peer memory is refused, SG_MAP_MUST_NOT_FAIL or not",
     "if (!must_not_fail)\n\t\t\treturn", "if (1)\n\t\t\treturn", "x86_64"),
    ("peer-to-peer memory does not warn",
     'WARN_ONCE(1, "sg_map: peer-to-peer memory mapped as RAM\\n");', "", "x86_64"),
    ("sg_is_iomem() looks at a page that is not there",
     "return page && is_pci_p2pdma_page(page);", "return is_pci_p2pdma_page(page);", "x86_64"),
    ("sg_is_iomem() is always false",
     "return page && is_pci_p2pdma_page(page);", "return false;", "x86_64"),
    ("sg_is_iomem() is always true",
     "return page && is_pci_p2pdma_page(page);", "return true;"),
]


def main(tree, out, arch):
    top = pathlib.Path(__file__).resolve().parent.parent
    header = (tree / "include/linux/scatterlist.h").read_text()
    suite = (tree / "lib/sg_map_kunit.c").read_text()
    library = re.search(r"^/\* series: begin \*/\n(.*?)^/\* series: end \*/\n",
                        (top / "lib/scatterlist.c").read_text(), re.M | re.S)[1]
    code = header + library.replace("EXPORT_SYMBOL(__sg_map);\n", "")
    for number, (what, old, new, *only) in enumerate([("nothing is broken", "", "")] + MUTANTS):
        if (only or ["i386"]) != [arch] and number:
            continue
        if number and code.count(old) != 1:
            sys.exit(f"mutants.py: {code.count(old)} places to break, not 1: {what}")
        broken = code.replace(old, new) if number else code
        (out / f"sg_map_{number:02}.c").write_text(
            f"#define __sg_map __sg_map_{number:02}\n" + broken +
            suite.replace('.name = "sg_map"', f'.name = "sg_map_{number:02}"'))
        print(f"{number:02} {what}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3])
