#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Write broken copies of drivers, each of which its suites must notice.

usage: mutants.py BEFORE AFTER PATCHES UNRUN OUT OBJECT...

BEFORE is the kernel without the series, AFTER the one with it.  OBJECT.c in OUT is a
suite.  If it includes a driver's file of AFTER, what the series adds there is broken in
the ways of RULES, and each fix in PATCHES is taken out again, but for what UNRUN
says does not run (see coverage.py).  A broken driver has a suite of its own, whose
names begin with its number, so that all can be in one kernel.  On standard output a
line "NUMBER OBJECT WHAT" for each.
"""
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
from coverage import added, entries

# What is lost, of which call, and what is there instead, from its name and arguments.
RULES = [
    ("only the first page is mapped", "sg_kmap_local",
     lambda call, sg, offset:
         f"(sg_kmap_local({sg}, 0) + ({offset}))" if offset != "0" else f"{call}({sg}, 0)"),
    ("only the first page is mapped", "sg_map",
     lambda call, sg, offset, flags: f"(sg_map({sg}, 0, {flags}) + ({offset}))"),
    ("only the first page is mapped", "kmap_local_page|kmap|kmap_atomic",
     lambda call, page: f"{call}({page.split(' + ')[0]})"),
    ("the offset is lost", "sg_kmap_local", lambda call, sg, offset: f"{call}({sg}, 0)"),
    ("the offset is lost", "offset_in_page", lambda call, offset: "0"),
    ("the offset is lost", "sg_pcopy_to_buffer|sg_pcopy_from_buffer",
     lambda call, sg, n, buf, len, skip: f"{call}({sg}, {n}, {buf}, {len}, 0)"),
    ("the offset is lost", "sg_zero_buffer",
     lambda call, sg, n, len, skip: f"{call}({sg}, {n}, {len}, 0)"),
    ("the offset is lost", "memcpy_to_sglist",
     lambda call, sg, offset, buf, len: f"{call}({sg}, 0, {buf}, {len})"),
    ("the offset is lost", "memcpy_from_sglist",
     lambda call, buf, sg, offset, len: f"{call}({buf}, {sg}, 0, {len})"),
    ("the first offset is lost", "memcpy_page",
     lambda call, to, at, page, offset, len: f"{call}({to}, 0, {page}, {offset}, {len})"),
    ("the second offset is lost", "memcpy_page",
     lambda call, to, at, page, offset, len: f"{call}({to}, {at}, {page}, 0, {len})"),
    ("the length is that of the entry", "sg_map_len",
     lambda call, sg, offset: f"(({sg})->length - ({offset}))"),
    ("the length is not the smaller one", "min",
     lambda call, a, b: f"({a})" if "sg_map_len" not in a else f"({b})"),
    ("the length is not the smaller one", "min_t",
     lambda call, type, a, b: f"({type})({a})"),
    ("it stays mapped", "kunmap_local|kunmap_atomic|kunmap|sg_unmap|sg_miter_stop",
     lambda call, *args: "((void)0)"),
    ("a byte is not copied", "sg_copy_to_buffer|sg_copy_from_buffer",
     lambda call, sg, n, buf, len: f"{call}({sg}, {n}, {buf}, ({len}) - 1)"),
    ("a byte is not copied", "sg_pcopy_to_buffer|sg_pcopy_from_buffer",
     lambda call, sg, n, buf, len, skip: f"{call}({sg}, {n}, {buf}, ({len}) - 1, {skip})"),
]


def arguments(text, at):
    """The arguments in the parenthesis at, and what is behind it."""
    args, start, depth = [], at + 1, 0
    for end in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        if depth == 0 or (depth == 1 and text[end] == ","):
            args.append(" ".join(text[start:end].split()))
            start = end + 1
        if depth == 0:
            return args, text[end + 1:]
    raise ValueError("a call that does not end")


def broken(before, after, patches, unrun):
    """{text: what} of the mutants of a file."""
    text = after.read_text()
    new = added(before, after)
    runs = {number for number in new if " ".join(new[number].split()) not in unrun}
    mutants = {}
    for what, names, instead in RULES:
        for match in re.finditer(rf"\b({names})\(", text):
            line = text.count("\n", 0, match.start()) + 1
            if line not in new:
                continue
            args, behind = arguments(text, match.end() - 1)
            end = text.count("\n", 0, len(text) - len(behind)) + 1
            if runs.issuperset(new.keys() & range(line, end + 1)):
                mutant = text[:match.start()] + instead(match[1], *args) + behind
                if re.sub(r"\s", "", mutant) != re.sub(r"\s", "", text):
                    mutants.setdefault(mutant, f"{what}: line {line}, {match[1]}()")
    for patch, part in patches:
        if not {" ".join(line.split()) for line in
                re.findall(r"^\+(\t.*[;)].*)", part, re.M)} - unrun:
            continue
        old = subprocess.run(["patch", "-s", "-R", "-r", "-", "-o", "-", after], input=part,
                             capture_output=True, text=True)
        if old.returncode == 0:
            mutants.setdefault(old.stdout, f"without {patch.parent.name}/{patch.name}")
    return mutants


def builds(out, name, mutant):
    """Whether the compiler takes it: what comes later may rest on a fix."""
    command = re.search(r"^(?:saved)?cmd_\S+ := ([^;\n]*)",
                        (out / f".{name}.o.cmd").read_text(), re.M)[1]
    command = (command.replace("$(pound)", "#").replace(f"lib/tests/.{name}.o.d", "/dev/null")
               .replace(f"-o lib/tests/{name}.o lib/tests/{name}.c",
                        f"-fsyntax-only lib/tests/{mutant}_{name}.c"))
    return subprocess.run(command, shell=True, cwd=out.parent.parent,
                          capture_output=True).returncode == 0


def main(before, after, series, unrun, out, *objects):
    number = 0
    listed = entries(unrun)
    done = set()
    for name in objects:
        suite = (out / f"{name}.c").read_text()
        for file in re.findall(r"^#include <\.\./(.*\.c)>", suite, re.M):
            if file in done:
                continue
            done.add(file)
            fixes = [(patch, part) for patch in sorted(series.glob("*-fixes-*/*.patch"))
                     for part in re.split(r"^(?=diff --git )", patch.read_text(), flags=re.M)
                     if f"\n+++ b/{file}\n" in part]
            not_run = {text for where, text in listed if where == file}
            for text, what in broken(before / file, after / file, fixes, not_run).items():
                number += 1
                mutant = f"m{number:03}"
                for old in out.glob(f"{mutant}_*"):
                    old.unlink()
                (out / f"{mutant}_driver.h").write_text(re.sub(
                    r'^\s*#include "(.*)"', rf"#include <../{pathlib.Path(file).parent}/\1>",
                    text, flags=re.M))
                (out / f"{mutant}_{name}.c").write_text(re.sub(
                    r"^(DRV_SUITE\w*\()", rf"\1{mutant}_",
                    suite.replace(f"#include <../{file}>", f'#include "{mutant}_driver.h"'),
                    flags=re.M))
                if what.startswith("without ") and not builds(out, name, mutant):
                    print(f"{file}: {what} does not build", file=sys.stderr)
                    continue
                print(mutant, name, f"{file}: {what}")


if __name__ == "__main__":
    if len(sys.argv) < 7:
        sys.exit(__doc__)
    main(*(pathlib.Path(path).resolve() for path in sys.argv[1:6]), *sys.argv[6:])
