#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""For 47-header.sh: the objects to build, and what a header costs them.

usage: header.py objects TREE OUT
       header.py sample TREE OUT
       header.py cost OUT BEFORE AFTER OBJECTS

"objects" prints the objects of the kernel that is configured in OUT.  It reads the
Makefiles of TREE as kbuild does, but for conditionals, so that a few that it prints
cannot be built.  It leaves out the few directories in which two makes at once would
build a single object: what arch/*/Makefile names, and a/b/ next to a/.

"sample" prints those of them that include <linux/scatterlist.h> and not
<linux/highmem.h>, in an order that is as good as random, and always the same.  It reads
the #includes, but no #ifdefs, so that a few that it prints are others.

"cost" compiles what is listed in the file OBJECTS, which was built in OUT, with the
headers in BEFORE and with those in AFTER before all others, and prints by how much the
text that the compiler sees and the time it takes grow.  It fails if that is more than 3
and 5 percent.
"""
import concurrent.futures
import hashlib
import itertools
import os
import re
import statistics
import subprocess
import sys

ASSIGNMENT = re.compile(
    r"^[ \t]*([^\s:+=#]*?)-(y|m|objs|\$[^=\n]*?CONFIG_\w+\)*)[ \t]*[:+]?=(.*)", re.M)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*["<]([\w./+-]+)[">]', re.M)


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def architecture(out):
    arch = re.search(r"# Linux/(\w+) ", read(f"{out}/.config"))[1]
    return {"i386": "x86", "x86_64": "x86", "parisc64": "parisc"}.get(arch, arch)


def objects(arch, out):
    config = set(re.findall(r"^CONFIG_(\w+)=[ym]$", read(f"{out}/.config"), re.M))
    found = set()

    def walk(folder, file):
        text = read(file).replace("\\\n", " ")
        text = text.replace("$(SRCARCH)", arch).replace("$(ARCH_LIB)", "lib/")
        parts = {}
        for name, when, what in ASSIGNMENT.findall(text):
            symbol = re.search(r"CONFIG_(\w+)", when)
            if not symbol or symbol[1] in config:
                parts.setdefault(name, []).extend(what.split("#")[0].split())
        todo = parts.pop("obj", []) + parts.pop("lib", [])
        for x in todo:		# which grows
            path = os.path.normpath(os.path.join(folder, x))
            if any(x.startswith(y) for y in todo if y != x and y.endswith("/")):
                continue
            if x.endswith("/"):
                for file in f"{path}/Kbuild", f"{path}/Makefile":
                    if os.path.exists(file):
                        walk(path, file)
                        break
            elif x.endswith(".o"):
                todo += parts.pop(x[:-2], [])
                if os.path.exists(path[:-1] + "c"):
                    found.add(path)

    walk("", "Kbuild")
    return found


def sample(arch, out):
    folders = [f"{x}include/{y}" for y in ("", "uapi/") for x in ("", f"arch/{arch}/")]
    users = {}
    known = objects(arch, out)
    todo = [x[:-1] + "c" for x in known]
    seen = set(todo)
    for file in todo:		# which grows
        for name in set(INCLUDE.findall(read(file))):
            places = [os.path.normpath(os.path.join(os.path.dirname(file), name))]
            places += [x + name for x in folders]
            places += ["include/asm-generic/" + name[4:]] * name.startswith("asm/")
            header = next(filter(os.path.isfile, places), None)
            if header:
                users.setdefault(header, set()).add(file)
                if header not in seen:
                    seen.add(header)
                    todo.append(header)

    def all_users(header):
        todo = [header]
        found = {header}
        for x in todo:		# which grows
            new = users.get(x, set()) - found
            found |= new
            todo += new
        return found

    found = all_users("include/linux/scatterlist.h") - all_users("include/linux/highmem.h")
    return sorted((x for x in known if x[:-1] + "c" in found),
                  key=lambda x: hashlib.sha1(x.encode()).digest())


def cost(out, before, after, listed):
    listed = read(listed).split()
    os.chdir(out)
    os.environ["CCACHE_DISABLE"] = "1"

    def run(command):
        child = subprocess.Popen(command, shell=True, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if status:
            sys.exit("cannot run " + command)
        return usage.ru_utime

    def measure(turn, path):
        saved = read(os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.cmd"))
        command = re.match(r"savedcmd_\S+ := (.*?)(?: [;&].*)?\n", saved)[1]
        command = command.replace("$(pound)", "#").replace("$$", "$")
        command = re.sub(r" -Wp,-MM?D,\S+| -o \S+| -c(?= )", "", command)
        size, time = {}, {}
        for headers in (before, after) if turn % 2 else (after, before):
            this = command.replace(" -nostdinc ", f" -nostdinc -I{headers} ", 1)
            run(f"{this} -E -P -o {path}.i")
            size[headers] = os.path.getsize(path + ".i")
            os.unlink(path + ".i")
            time[headers] = run(this + " -c -o /dev/null")
        return size[before], size[after], time[before], time[after]

    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS") or os.cpu_count())) as pool:
        measured = list(pool.map(measure, itertools.count(), listed))
    size, new_size, time, new_time = map(sum, zip(*measured))
    # Two standard errors of the sum of the differences.
    error = 2 * statistics.stdev(x[3] - x[2] for x in measured) * len(measured) ** .5
    print(f"preprocessed {new_size / size - 1:+.1%}, compile time {new_time / time - 1:+.1%}"
          f" (give or take {error / time:.1%}) of {time:.0f} s")
    sys.exit(new_size > 1.03 * size or new_time > 1.05 * time)


what, *arguments = sys.argv[1:]
if what == "cost":
    cost(*arguments)
else:
    os.chdir(arguments[0])
    arch = architecture(arguments[1])
    print(*(sample if what == "sample" else objects)(arch, arguments[1]), sep="\n")
