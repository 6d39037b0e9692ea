#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Say which of the lines that the series adds to drivers ran.

usage: coverage.py BEFORE AFTER OUT UNRUN <FILES

FILES are what the series changes in BEFORE, which is then AFTER.  OUT is where the
suites were built, with the kernel's log of each in OUT/ran.  What did not run
must be in UNRUN, a line of which has a file, "*" or the text of the line, and
the reason, with tabs between them.  A line that ran must not be there.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys


def counts(after, out):
    """How often each line with code ran: {file: {number: times}}, and where the functions
    are that this is known of: {file: {number}}."""
    lines = collections.defaultdict(collections.Counter)
    known = collections.defaultdict(set)
    for log in sorted((out / "ran").iterdir()):
        parts = re.findall(r"gcda (/\S+)\.gcda (\d+) ([0-9a-f]+)",
                           log.read_text(errors="replace"))
        if not parts:
            sys.exit(f"{log.name}: it does not say which lines ran")
        for i, (path, at, data) in enumerate(parts):
            if at == "0":
                gcda = bytearray()
            gcda += bytes.fromhex(data)
            if i + 1 < len(parts) and parts[i + 1][1] != "0":
                continue
            pathlib.Path(f"{path}.gcda").write_bytes(gcda)
            said = subprocess.run(["gcov", "--json-format", "--stdout", f"{path}.gcda"],
                                  cwd=out, capture_output=True, check=True).stdout
            pathlib.Path(f"{path}.gcda").unlink()
            for source in json.loads(said)["files"]:
                file = os.path.relpath(out / source["file"], after)
                for line in source["lines"]:
                    lines[file][line["line_number"]] += line["count"]
                for function in source["functions"]:
                    known[file].update(range(function["start_line"],
                                             function["end_line"] + 1))
    return lines, known


def added(before, after):
    """The numbers of the lines of a file that the series adds, with their text."""
    diff = subprocess.run(["diff", "-U0", before, after], capture_output=True,
                          text=True).stdout
    text = after.read_text().splitlines()
    return {number: text[number - 1]
            for start, count in re.findall(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", diff, re.M)
            for number in range(int(start), int(start) + int(count or 1))}


def entries(unrun):
    """The file and the text of each line of UNRUN."""
    return {tuple(line.split("\t")[:2]) for line in unrun.read_text().splitlines()[1:]}


def main(before, after, out, unrun):
    listed = entries(unrun)
    lines, known = counts(after, out)
    used, bad, ran, all_code = set(), 0, 0, 0
    for file in sys.stdin.read().split():
        # Of a function that is not compiled, as nothing calls it, gcov knows no line.
        code = {number: text for number, text in added(before / file, after / file).items()
                if number in lines[file] or
                (number not in known[file] and re.search(r"^\t.*[;)]", text) and
                 text.lstrip()[:1] not in "/*")}
        not_run = {number: " ".join(text.split()) for number, text in code.items()
                   if not lines[file][number]}
        print(f"    {file}: {len(code) - len(not_run)} of {len(code)} lines ran")
        ran, all_code = ran + len(code) - len(not_run), all_code + len(code)
        if (file, "*") in listed and len(not_run) == len(code):
            used.add((file, "*"))
            continue
        for number, text in not_run.items():
            if (file, text) in listed:
                used.add((file, text))
            else:
                print(f"FAILED: {file}:{number} did not run: {text}")
                bad += 1
    for file, text in sorted(listed - used):
        print(f"FAILED: {file}: {text} is listed in {unrun}, and need not be")
        bad += 1
    print(f"{'FAILED' if bad else 'ok'}: {ran} of {all_code} lines that the series adds "
          f"to drivers ran, the others are in {unrun.name} with a reason" +
          (f", but for {bad}" if bad else ""))
    sys.exit(bool(bad))


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*(pathlib.Path(path).resolve() for path in sys.argv[1:]))
