#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Make the patch series for a kernel tree, which is only read.

usage: series.py [OPTION...] TREE OUT [BASE]

The first patches of the core are made from our files at their kernel paths.  A
recipe in series/ is the commit message of one, and a diff without line numbers.
The line "+@" in it is where the file of ours goes, or what stands between its
"series:" lines.  "+@name" is the part of that name, but for the parts inside it
that are not named too: "-@name" and "+@name inner" add one.  What there is in the
kernel, context and removed, must be found exactly once.  A function that our
file exports takes the place of the kernel's.  Code that only older or only newer
kernels need is inside #ifdef in our files; unifdef settles it.

All other patches are those of patches/, applied with git am.  One that does
not apply is left out.

OUT gets a folder for each part, numbered from 1, with its cover letter, of which
all from "Base:" on is made.  BASE says what TREE is.

  --strict       everything must apply
  --from DIR     take the patches from there.  Those of the core that change our
                 files must then be what is made of these
  --origin DIR   the kernel that patches/ is made for, so that patches can be
                 merged; "" if there is none.  Without this option the exit
                 status is 4 as soon as it would help
  --script       let the semantic patch convert what is left, in a last part
"""
import argparse
import concurrent.futures
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

TOP = pathlib.Path(__file__).resolve().parent.parent
CORE = "10-core"
LAST = "99-script"

# Names that our files test with #ifdef, and what a kernel must have for them, where.
FEATURES = {
    "nth_page": ("include/linux/mm.h", r"^#define nth_page\("),
    "kunit_warning_suppress": ("include/kunit/test.h", r"^#define kunit_warning_suppress\("),
    "kunit_run_irq_test": ("include/kunit/run-in-irq-context.h", r"\bkunit_run_irq_test\("),
    "folio_free": ("include/linux/memremap.h", r"\(\*folio_free\)"),
}

# The poster is the author of what is posted, and signs it; see README.md.
AUTHOR = "sg_map <sg_map@example.invalid>"
DATE = "Sat, 21 Nov 2026 00:00:00 +0000"

# An entry that is mapped by hand.
DIRECT = re.compile(r"\bkmap(?:_atomic|_local_page)? *\(sg_page\(")


def die(message, status=1):
    print(f"series: {message}", file=sys.stderr)
    sys.exit(status)


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


def our_parts(tree, path):
    """The parts of our file, by name, settled for the tree: of each line the names
    of the parts in the part that it is in.  "" is all of a file that has none."""
    source = TOP / path
    if not source.is_file():
        die(f"{path} is not in the repository")
    text = source.read_text()
    if source.suffix in (".c", ".h"):
        flags = [("-D" if re.search(what, read(tree, where), re.M) else "-U") + name
                 for name, (where, what) in FEATURES.items()]
        done = subprocess.run(["unifdef", *flags, source], text=True,
                              stdout=subprocess.PIPE)
        if done.returncode > 1:
            die(f"unifdef failed on {path}")
        text = done.stdout
    parts, inside = {}, []
    for line in text.splitlines(keepends=True):
        mark = re.match(r"(?:/\*| \*) series: (?:begin ?([\w-]*)|end)", line)
        if mark and mark[1] is None:
            if not inside:
                die(f"{path}: the series: lines do not pair")
            inside.pop()
        elif mark:
            inside.append(mark[1])
            parts.setdefault(inside[0], [])
        elif inside:
            parts[inside[0]].append((set(inside[1:]), line))
    if inside:
        die(f"{path}: the series: lines do not pair")
    return parts or {"": [(set(), text)]}


def expand(path, parts, line):
    """What a line of a recipe stands for."""
    if line[1:2] != "@":
        return line[1:] + "\n"
    name, *inner = line[2:].split(" ")
    if name not in parts or not set(inner) <= set().union(*(names for names, _ in parts[name])):
        die(f"{path}: it has not the part that its recipe names")
    return "".join(text for names, text in parts[name] if names <= set(inner))


def parse(recipe):
    """A recipe: its message, and (path, lines) for each hunk."""
    message, *hunks = re.split(r"^(?=\+\+\+ |@@$)", recipe.read_text(), flags=re.M)
    path, edits = None, []
    for hunk in hunks:
        head, *lines = hunk.splitlines()
        if head.startswith("+++ b/"):
            path = head[6:]
            continue
        lines = [line for line in lines if line]
        bad = [line for line in lines if line[0] not in " -+"]
        if not path or bad or not lines:
            die(f"series/{recipe.name}: what is this? {(bad or [head])[0]!r}")
        edits.append((path, lines))
    if not edits:
        die(f"series/{recipe.name}: it changes nothing")
    return message.strip() + "\n", edits


def exported(text):
    return set(re.findall(r"^EXPORT_SYMBOL(?:_GPL)?\((\w+)\);$", text, re.M))


def edit(text, lines, path, parts):
    """The text after a hunk of a recipe."""
    old = "".join(expand(path, parts, line) for line in lines if line[0] in " -")
    new = "".join(expand(path, parts, line) for line in lines if line[0] in " +")
    for function in exported(new) - exported(old):
        text = re.sub(rf"/\*\*\n \* {function}\b(?:.*\n)*?"
                      rf"EXPORT_SYMBOL(?:_GPL)?\({function}\);\n\n?", "", text)
    count = ("\n" + text).count("\n" + old)
    if count != 1:
        die(f"{path}: {count} places where 1 must be, for the edit at\n{old}")
    return ("\n" + text).replace("\n" + old, "\n" + new)[1:]


def candidates(tree):
    """The files in which the semantic patch may find something."""
    done = subprocess.run(
        ["grep", "-rlEZ", "--include=*.[ch]", r"\<sg_page *\(", "."],
        cwd=tree, stdout=subprocess.PIPE, text=True)
    return [path[2:] for path in done.stdout.split("\0")
            if path and re.search(r"\bkmap(_atomic|_local_page)? *\(", read(tree, path[2:]))]


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

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(one, paths))


def try_git(repo, *args, text=None):
    name, email = re.match("(.*) <(.*)>", AUTHOR).groups()
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull,
                   "GIT_CONFIG_SYSTEM": os.devnull}
    for who in "AUTHOR", "COMMITTER":
        environment |= {f"GIT_{who}_NAME": name, f"GIT_{who}_EMAIL": email,
                        f"GIT_{who}_DATE": DATE}
    return subprocess.run(["git", "-C", repo, "-c", "gc.auto=0", *args], input=text,
                          env=environment, text=True, capture_output=True)


def git(repo, *args, text=None):
    done = try_git(repo, *args, text=text)
    if done.returncode:
        die(f"git {args[0]} failed: {done.stderr.strip()}")
    return done.stdout


def commit(repo, message):
    """Commit what has changed, if anything has."""
    git(repo, "add", "-A", "-f")
    if git(repo, "status", "--porcelain"):
        git(repo, "commit", "-q", "--cleanup=verbatim", "-F", "-", text=message)


def changed(patch):
    """The files that a patch changes."""
    return set(re.findall(r"^diff --git a/.* b/(.*)", patch.read_text(), re.M))


def what_it_does(patch):
    """The message and the changed lines of a patch, wherever they stand."""
    text = re.sub(r"^Subject: \[.*?\] ", "Subject: ", patch.read_text(), flags=re.M)
    text = text[text.index("Subject: "):]
    return re.sub(r"^(index |@@ | ).*\n", "", text, flags=re.M)


def am(repo, patches, arguments):
    """Apply patches.  Returns those that do not."""
    left = []
    done = try_git(repo, "am", "-q", *arguments, *patches)
    while done.returncode:
        state = repo / ".git/rebase-apply/next"
        if not state.exists():
            die(f"git am: {done.stderr.strip()}")
        left.append(patches[int(state.read_text()) - 1])
        done = try_git(repo, "am", "-q", "--skip")
    return left


def fill(repo, tree, paths):
    """A commit of these files of the tree, and nothing else."""
    git(repo, "rm", "-rqf", "--ignore-unmatch", ".")
    for path in paths:
        (repo / path).parent.mkdir(parents=True, exist_ok=True)
        if (tree / path).is_file():
            shutil.copyfile(tree / path, repo / path)
    commit(repo, "base\n")


class Series:
    def __init__(self, tree, source, own):
        self.tree, self.own = tree, own
        self.recipes = [parse(path) for path in sorted((TOP / "series").glob("0*"))]
        self.ours = {path: our_parts(tree, path) for _, edits in self.recipes
                     for path, lines in edits if any(line[1:2] == "@" for line in lines)}
        self.parts = {CORE: []}
        self.made = []		# what the core has of our files, to compare
        for patch in sorted(source.glob("*/*.patch")):
            part = patch.parent.name
            if part == CORE and changed(patch) & set(self.ours):
                self.made.append(patch)
            else:
                self.parts.setdefault(part, []).append(patch)

    def paths(self):
        return {path for _, edits in self.recipes for path, _ in edits}.union(
            *(changed(patch) for part in self.parts.values() for patch in part))

    def apply(self, repo, arguments=()):
        """All patches.  Returns those that do not apply, and the tips of the parts."""
        left, tips = [], {}
        for part in sorted(self.parts):
            if part == CORE:
                for message, edits in self.recipes:
                    for path, lines in edits:
                        (repo / path).parent.mkdir(parents=True, exist_ok=True)
                        (repo / path).write_text(edit(read(repo, path), lines, path,
                                                      self.ours.get(path, {})))
                    commit(repo, message)
            patches = self.parts[part]
            if patches:
                left += am(repo, patches, arguments)
            tips[part] = git(repo, "rev-parse", "HEAD").strip()
        return left, tips

    def check(self, repo, made):
        """Refuse what changes our files other than here."""
        for path, parts in self.ours.items():
            text = read(repo, path)
            whole = ["".join(line for _, line in part) for part in parts.values()]
            if (all(text.count(part) == 1 for part in whole)
                    if (self.tree / path).exists() else [text] == whole):
                continue
            subject = git(repo, "log", "-1", "--format=%s", "--", path).strip()
            die(f'"{subject}" changes what is in {path} here: change it here instead, '
                "and run make patches")
        if not self.own:
            return
        for new, old in zip(made, self.made):
            if what_it_does(new) != what_it_does(old):
                die(f"{old.name} is not what is made of our files: change those, or its "
                    f"recipe in series/, instead, and run make patches")
        if len(made) != len(self.made):
            die(f"the core has {len(self.made)} patches of our files, not {len(made)}")


def write(repo, tips, new, base):
    """The patches and the cover letters of all parts."""
    last = "base"
    for part, tip in tips.items():
        count = int(git(repo, "rev-list", "--count", f"{last}..{tip}"))
        if not count:
            continue
        git(repo, "format-patch", "-q", "--zero-commit", "--no-signature", "--full-index",
            "--stat-width=72", "--numbered", "-o", new / part, f"{last}..{tip}")
        for patch in (new / part).iterdir():
            patch.write_text(re.sub(r"^From: .*\n(?:[ \t].*\n)*Date: .*",
                                    f"From: {AUTHOR}\nDate: {DATE}",
                                    patch.read_text(), count=1, flags=re.M))
        cover = TOP / "patches" / part / "cover-letter.txt"
        if part != LAST:
            if not cover.is_file():
                die(f"patches/{part}/cover-letter.txt is missing: write it first")
            text = re.split(r"^Base: ", cover.read_text(), flags=re.M)[0].rstrip()
            text = re.sub(r"\[PATCH [^]]*\]", f"[PATCH {0:0{len(str(count))}}/{count}]",
                          text, count=1)
            log = git(repo, "log", "--reverse", "--format=%s", f"{last}..{tip}").splitlines()
            lines = "".join(f"{number:4} {subject}\n" for number, subject in enumerate(log, 1))
            stat = git(repo, "diff", "--stat=72", "--summary", last, tip)
            (new / part / "cover-letter.txt").write_text(
                f"{text}\n\nBase: {base}\n\n{lines}\n{stat}")
        last = tip


def put(new, out):
    """Replace what we made before, and nothing else, when all of the new is there."""
    out.mkdir(parents=True, exist_ok=True)
    for path in out.rglob("*"):
        ours = (re.fullmatch(r"\d\d-[a-z0-9-]+", path.name) if path.parent == out else
                path.name == "cover-letter.txt" or
                path.suffix == ".patch" and AUTHOR in path.read_text())
        if not ours or path.is_dir() != (path.parent == out):
            die(f"{path} is not ours: give another directory")
    with tempfile.TemporaryDirectory(dir=out, prefix=".new-") as near:
        shutil.copytree(new, near, dirs_exist_ok=True)
        for old in out.glob("[0-9]*"):
            shutil.rmtree(old)
        for part in sorted(pathlib.Path(near).iterdir()):
            os.replace(part, out / part.name)
    for path in sorted(out.glob("*/*.patch")):
        print(path)


def make(tree, out, options):
    version = check_tree(tree)
    series = Series(tree, options.source or TOP / "patches", options.source)
    more = candidates(tree) if options.script else []
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        repo, new = scratch / "repo", scratch / "new"
        git(scratch, "init", "-q", "-b", "series", repo)
        three = ()
        if options.origin:
            # With what the patches were made of at hand, git can merge.
            origin = pathlib.Path(options.origin)
            fill(repo, origin, series.paths())
            Series(origin, TOP / "patches", None).apply(repo)
            three = ("-3",)
        fill(repo, tree, series.paths().union(more))
        git(repo, "tag", "base")
        left, tips = series.apply(repo, three)
        if left and options.strict:
            die(f"{left[0].parent.name}/{left[0].name} does not apply to {tree}")
        if left and options.origin is None:
            sys.exit(4)
        for patch in left:
            say(f"left out, as it does not apply: {patch.parent.name}/{patch.name}")
        if options.script:
            convert(repo, more)
            commit(repo, (TOP / "series" / LAST).read_text())
            tips[LAST] = git(repo, "rev-parse", "HEAD").strip()
            for path in sorted(more):
                for number, line in enumerate(read(repo, path).splitlines(), 1):
                    if DIRECT.search(line):
                        say(f"left as it is: {path}:{number}: {line.strip()}")
        write(repo, tips, new, options.base or f"Linux {version}")
        series.check(repo, sorted((new / CORE).iterdir())[:len(series.recipes)])
        put(new, out)


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--script", action="store_true")
    parser.add_argument("--from", dest="source", type=pathlib.Path)
    parser.add_argument("--origin")
    parser.add_argument("tree", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("base", nargs="?")
    options = parser.parse_args()
    try:
        make(options.tree, options.out, options)
    except OSError as error:
        die(f"{error.filename}: {error.strerror}")


if __name__ == "__main__":
    main()
