#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Make the patch series for a kernel tree, which is only read.

usage: series.py [--core] TREE OUT [BASE]

The recipe is in series/, a file for each patch: its commit message, then what
it does to the tree.  The first digit of the name is the part that the patch is
posted in.

    %add PATH      a file of ours, as it is
    %edit PATH     a place in a file of the kernel.  The lines that follow are
                   context (" "), removed ("-"), ours ("+"), or the place where
                   the "series:" part of our file PATH goes ("@", or "@name" if
                   it has a name).  What is there now, context and removed, must
                   be found exactly once.
    %edit? PATH    the same, but if one of the places in a file is not there,
                   the patch leaves the file alone
    %remove PATH FUNCTION
                   take an exported function and its kernel-doc away
    %convert PATH  what the semantic patch makes of the files below PATH

A patch that changes nothing in the tree at hand is left out.  Code that only
older or only newer kernels need is inside #ifdef in our files; unifdef settles
it for the tree.  --core stops before the first %convert, so that no Coccinelle
is needed.  BASE says what the tree is.
"""
import hashlib
import itertools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor

TOP = pathlib.Path(__file__).resolve().parent.parent

# Names that our files test with #ifdef, and where a kernel defines them.
FEATURES = {
    "nth_page": "include/linux/mm.h",
    "kunit_warning_suppress": "include/kunit/test.h",
}

# The poster is the author of what is posted, and signs it; see README.md.
IDENTITY = {
    "GIT_AUTHOR_NAME": "sg_map",
    "GIT_AUTHOR_EMAIL": "sg_map@example.invalid",
    "GIT_AUTHOR_DATE": "2026-11-21T00:00:00+0000",
}


def die(message):
    sys.exit(f"series: {message}")


def say(message):
    print(f"series: {message}", file=sys.stderr)


def read(tree, path):
    try:
        return (tree / path).read_text()
    except FileNotFoundError:
        return ""


def check_tree(tree):
    version = re.match(r"(?:#.*\n)*VERSION = (\d+)\nPATCHLEVEL = (\d+)",
                       read(tree, "Makefile"))
    header = read(tree, "include/linux/scatterlist.h")
    if not version or not header:
        die(f"{tree} is not a kernel tree: give the top of one")
    if "kmap_local_page" not in (read(tree, "include/linux/highmem.h") +
                                 read(tree, "include/linux/highmem-internal.h")):
        die(f"{tree} is too old: it has no kmap_local_page(), use v5.11 or later")
    if "SG_MAP_MUST_NOT_FAIL" in header:
        die(f"{tree} already has the series: give a tree without it")
    return ".".join(version.groups())


def feature_flags(tree):
    return [("-D" if re.search(rf"^#define {name}\(", read(tree, path), re.M)
             else "-U") + name for name, path in FEATURES.items()]


def our_file(path, flags):
    """Our file as text, settled for the tree."""
    source = TOP / path
    if not source.is_file():
        die(f"{path} is not in the repository")
    if source.suffix not in (".c", ".h"):
        return source.read_text()
    done = subprocess.run(["unifdef", *flags, source], text=True,
                          stdout=subprocess.PIPE)
    if done.returncode > 1:
        die(f"unifdef failed on {path}")
    return done.stdout


def our_part(path, name, flags):
    """The part of our file that goes into the kernel's file of that name."""
    text = our_file(path, flags)
    parts = re.findall(r"^/\* series: begin ?(.*) \*/\n((?:.*\n)*?)/\* series: end \*/\n",
                       text, re.M)
    if len(parts) * 2 != text.count("/* series: ") or len(parts) != len(dict(parts)):
        die(f"{path}: the series: lines do not pair")
    if not parts and not name:
        return text
    if name not in dict(parts):
        die(f"{path}: it has no part {name!r}")
    return dict(parts)[name]


def remove(text, function):
    """The text without the function, and how often it was there."""
    return re.subn(rf"/\*\*\n \* {function}\b(?:.*\n)*?"
                   rf"EXPORT_SYMBOL(?:_GPL)?\({function}\);\n\n?", "", text)


def edit(text, path, lines, flags):
    """The text after the edit, and in how many places it could be made."""
    old = "".join(line[1:] + "\n" for line in lines if line[0] in " -")
    new = "".join(our_part(path, line[1:], flags) if line[0] == "@" else line[1:] + "\n"
                  for line in lines if line[0] != "-")
    count = ("\n" + text).count("\n" + old)
    return ("\n" + text).replace("\n" + old, "\n" + new, 1)[1:], count, old


def candidates(tree, paths):
    """The files below the paths in which the semantic patch may find something."""
    paths = [path for path in paths if (tree / path).exists()]
    if not paths:
        return []
    done = subprocess.run(
        ["grep", "-rlEZ", "--include=*.[ch]", r"\<(kmap(_atomic|_local_page)?|sg_page) *\(",
         *paths], cwd=tree, stdout=subprocess.PIPE, text=True)
    return sorted(path for path in done.stdout.split("\0") if path and
                  re.search(r"\bsg_page *\(", read(tree, path)) and
                  re.search(r"\bkmap(_atomic|_local_page)? *\(", read(tree, path)))


def convert(repo, paths):
    """Run the semantic patch.  A file that it fails on stays as it is."""
    script = TOP / "scripts/coccinelle/api/sg_map.cocci"
    text = script.read_text()
    options = re.search(r"^// Options: (.*)", text, re.M)[1].split()
    cache = pathlib.Path(os.environ.get("BUILD", TOP / "build")) / "spatch"
    cache.mkdir(parents=True, exist_ok=True)

    def one(path):
        before = (repo / path).read_bytes()
        known = cache / hashlib.sha256(text.encode() + b"\0" + before).hexdigest()
        if known.is_file():
            (repo / path).write_bytes(known.read_bytes())
            return
        done = subprocess.run(
            ["spatch", "-D", "patch", "--very-quiet", "--no-show-diff",
             "--in-place", *options, "--sp-file", script, path],
            cwd=repo, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            say(f"{path} is left alone: spatch: {done.stderr.strip()}")
            (repo / path).write_bytes(before)
            return
        new = known.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
        new.write_bytes((repo / path).read_bytes())
        os.replace(new, known)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(one, paths))


def parse(recipe):
    """The message of a patch and its steps: (verb, path, lines)."""
    message, steps = [], []
    for line in recipe.read_text().splitlines():
        if line.startswith("%"):
            verb, path, *function = line[1:].split()
            if len(function) != (verb == "remove"):
                die(f"{recipe.name}: what is this? {line!r}")
            steps.append((verb, path, function))
        elif not steps:
            message.append(line)
        elif line and line[0] in " -+@" and steps[-1][0].startswith("edit"):
            steps[-1][2].append(line)
        else:
            die(f"{recipe.name}: what is this? {line!r}")
    if not steps:
        die(f"{recipe.name}: no step")
    return recipe.name, "\n".join(message).strip() + "\n", steps


def git(repo, *args, text=None):
    environment = {**os.environ, **IDENTITY,
                   **{name.replace("AUTHOR", "COMMITTER"): value
                      for name, value in IDENTITY.items()},
                   "GIT_CONFIG_GLOBAL": os.devnull,
                   "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", "-C", repo, *args], input=text, text=True,
                          env=environment, stdout=subprocess.PIPE)
    if done.returncode:
        die(f"git {args[0]} failed")
    return done.stdout


def commit_all(repo, message):
    """Commit what has changed, and tell whether anything has."""
    git(repo, "add", "-A", "-f")
    if not git(repo, "status", "--porcelain"):
        return False
    git(repo, "commit", "-q", "--cleanup=verbatim", "-F", "-", text=message)
    return True


def take_steps(repo, tree, steps, files, flags):
    """Do what one recipe says to the repository."""
    before = {}
    for verb, path, lines in steps:
        if verb == "add":
            if (tree / path).exists():
                die(f"{path} is in the tree already")
            (repo / path).write_text(our_file(path, flags))
        elif verb == "convert":
            convert(repo, files[path])
        elif verb == "remove":
            text, count = remove(read(repo, path), *lines)
            if count != 1:
                die(f"{path}: {count} functions {lines[0]}() where 1 must be")
            (repo / path).write_text(text)
        elif verb == "edit" or verb == "edit?" and before.get(path) != "":
            text = read(repo, path)
            before.setdefault(path, text)
            text, count, old = edit(text, path, lines, flags)
            if count != 1 and verb == "edit?":
                if before[path]:
                    say(f"the changes by hand to {path} are left out: it is another in this tree")
                    (repo / path).write_text(before[path])
                before[path] = ""
            elif count != 1:
                die(f"{path}: {count} places where 1 must be, for the edit at\n{old}")
            else:
                (repo / path).write_text(text)


def make(tree, out, base, core):
    version = check_tree(tree)
    flags = feature_flags(tree)
    recipes = [parse(path) for path in sorted((TOP / "series").glob("[0-9]*"))]
    if core:
        recipes = list(itertools.takewhile(
            lambda recipe: all(verb != "convert" for verb, _, _ in recipe[2]), recipes))
    steps = [step for _, _, steps in recipes for step in steps]
    files = {path: candidates(tree, [path]) for verb, path, _ in steps
             if verb == "convert"}

    with tempfile.TemporaryDirectory() as scratch:
        repo = pathlib.Path(scratch) / "repo"
        git(scratch, "init", "-q", "-b", "series", repo)
        for path in {path for verb, path, _ in steps if verb != "convert"}.union(
                *files.values()):
            (repo / path).parent.mkdir(parents=True, exist_ok=True)
            if (tree / path).is_file():
                shutil.copyfile(tree / path, repo / path)
        commit_all(repo, "base\n")
        git(repo, "tag", "base")

        subjects = []
        for name, message, steps in recipes:
            take_steps(repo, tree, steps, files, flags)
            if commit_all(repo, message):
                subjects.append((name[0], message.splitlines()[0]))

        new = pathlib.Path(scratch) / "new"
        git(repo, "format-patch", "-q", "--zero-commit", "--no-signature",
            "--full-index", "--stat-width=72", "--numbered", "-o", new, "base")
        cover = (TOP / "series" / "cover-letter").read_text()
        # An empty line between the parts, which the first digit tells.
        parts = itertools.groupby(enumerate(subjects, 1), lambda entry: entry[1][0])
        log = "\n".join("".join(f"{number:4} {subject}\n" for number, (_, subject) in part)
                        for _, part in parts)
        cover = cover.replace("[PATCH 0/n]", f"[PATCH 0/{len(subjects)}]", 1)
        stat = git(repo, "diff", "--stat=72", "--summary", "base")
        (new / "cover-letter.txt").write_text(
            f"{cover}\nBase: {base or 'Linux ' + version}\n\n{log}\n{stat}")

        # Only what we made is replaced, and only when all of it is there.
        out.mkdir(parents=True, exist_ok=True)
        old = list(out.glob("*.patch"))
        for path in old:
            if IDENTITY["GIT_AUTHOR_EMAIL"] not in read(out, path.name):
                die(f"{path} is not ours: give another directory")
        if not old and (out / "cover-letter.txt").exists():
            die(f"{out / 'cover-letter.txt'} is not ours: give another directory")
        for path in new.iterdir():
            shutil.copyfile(path, out / f"{path.name}.new")
        for path in old:
            path.unlink()
        for path in sorted(new.iterdir()):
            os.replace(out / f"{path.name}.new", out / path.name)
            print(out / path.name)


if __name__ == "__main__":
    core = "--core" in sys.argv[1:2]
    arguments = sys.argv[2 if core else 1:]
    if len(arguments) not in (2, 3):
        sys.exit(__doc__)
    try:
        make(pathlib.Path(arguments[0]), pathlib.Path(arguments[1]),
             "".join(arguments[2:]), core)
    except OSError as error:
        die(f"{error.filename}: {error.strerror}")
