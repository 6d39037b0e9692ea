// SPDX-License-Identifier: GPL-2.0-only
///
/// Map the data of a scatterlist entry with sg_kmap_local() or sg_map()
/// rather than with kmap*(sg_page(sg)) + sg->offset, and copy it without
/// mapping it
///
//# Rules collect facts, each mapping is judged by them, and what was decided is
//# written.  A mapping is rewritten together with all that depends on it, or not at
//# all.  What is not understood is left alone, and the report says why.
//# Nothing in the tree needs the patch mode.  It is for drivers elsewhere, and for
//# code on its way in.
//
// Confidence: High
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: scatterlist, highmem, kmap, kmap_atomic, kmap_local_page

virtual patch
virtual context
virtual org
virtual report

@initialize:python@
@@
import bisect
import itertools
import re

UNDO = {"kmap": "kunmap", "kmap_atomic": "kunmap_atomic",
        "kmap_local_page": "kunmap_local"}
# What changes no variable and no entry, and needs nothing that kmap() and
# kmap_atomic() do besides mapping: an address for others, no preemption, no faults.
CALM = re.compile(r"mem(cpy|set|move|cmp|chr|chr_inv)|str(n?len|n?cmp)|"
    r"(__raw_)?(read|write)s?[bwlq]|(read|write)[bwlq]_relaxed|(in|out)s?[bwl]|"
    r"io(read|write)(8|16|32|64)(be|_rep)?|swab(16|32|64)?[ps]?|"
    r"cpu_to_[bl]e(16|32|64)[ps]?|[bl]e(16|32|64)_to_cpu[ps]?|"
    r"(get|put)_unaligned(_[bl]e(16|32|64))?|crypto_xor(_cpy)?|xor_blocks|"
    r"crc(7_be|8|16|32|32_[bl]e|32c|_ccitt|_itu_t|_t10dif|_t10dif_update)|"
    r"u?(min|max)|(min|max)(3|_t)|sizeof|offsetof|ARRAY_SIZE|likely|unlikely|IS_ENABLED|"
    r"(dma_)?[rw]?mb|barrier|cpu_relax|[nu]delay|(BUG|WARN)_ON(_ONCE)?|"
    r"round_(up|down)|DIV_ROUND_UP|ALIGN(_DOWN)?|(PAGE|IS)_ALIGNED|"
    r"sg_(page|next|dma_len|dma_address)|scsi_sglist|nth_page|offset_in_page|"
    r"(lowmem_)?page_address|flush_(kernel_)?dcache_page|[gp][eu]t_page|printk|"
    r"(pr|dev)_(err|warn|info|dbg|debug)")
MAPPING = re.compile(r"k(un)?map(_atomic|_local|_local_page)?")
# What is given a page of an entry, and what maps for others than the CPU.
PAGEWISE = re.compile(r"(lowmem_)?page_address|memcpy_(from|to)_page|mem(set|zero)_page|"
    r"zero_user|copy_(high)?page|clear_highpage")
SEEN = re.compile(PAGEWISE.pattern + r"|\w*map\w*", re.I)
OTHERS = re.compile(r"dma|unmap|sg_map|iommu|vmap|remap|virtqueue|frag|io_mapping", re.I)
NAME = re.compile(r"[A-Za-z_]\w*")
BYTES = re.compile(r"(const )?(void|char|unsigned char|u8|__u8|uint8_t) \*+")
SCALAR = re.compile(r"(const )?(unsigned )?(void|char|short|int|long|_*[usbl]e?\d+|size_t|"
    r"uint\d+_t) ?(\*|\[.*\])")
# What a negative number keeps its sign in when it is added to an offset.
WIDE = re.compile(r"int|long|short|s?size_t|unsigned long|s32|[us]64|loff_t|sizeof|struct")
POINTER = re.compile(r"\( (const )?(struct |unsigned )?\w+ \* \) (?=\()")
LOOSE = set("< > <= >= == != & ^ | && || ? : , = << >>".split())
CHANGE = re.compile(r"(^| )([-+*/%&^|]?=|<<=|>>=|\+\+|--)( |$)")

class Left(Exception):
    "Why a mapping is left alone."

# Expressions, as Coccinelle prints them: with blanks between all words.

def words(text):
    return re.findall(r"[A-Za-z_]\w*", text)

def names(text):
    "The variables in text, and the members with a dot before."
    return ["." * bool(m[1]) + m[2] for m in re.finditer(r"(-> |\. )?\b([A-Za-z_]\w*)", text)]

def pieces(text, separators):
    "The pieces of text between separators that are in no brackets, each with its own."
    found, piece, own, depth = [], [], separators[0], 0
    for t in text.split():
        if not depth and t in separators and (t == "," or piece and
                                              re.search(r"[\w)\]]$", piece[-1])):
            found.append((own, " ".join(piece)))
            piece, own = [], t
            continue
        if not depth and piece and t in LOOSE and separators[0] == "+" and \
           re.search(r"[\w)\]]$", piece[-1]):
            return [("+", text)]
        depth += (t in "([{") - (t in ")]}")
        piece.append(t)
    return found + [(own, " ".join(piece))]

def arguments(text):
    return [piece for comma, piece in pieces(text, ",")]

def opening(text):
    "Where that was opened which is closed at the end of text."
    depth = 0
    for i in range(len(text) - 1, -1, -1):
        depth += (text[i] in ")]}") - (text[i] in "([{")
        if not depth:
            return i
    return 0

def bare(text):
    "Without brackets around all of it, and without casts to what is bytes, too."
    old = None
    while old != text:
        old = text
        if text.startswith("( ") and text.endswith(" )") and opening(text) == 0:
            text = text[2:-2]
        elif text.startswith("( ") and BYTES.fullmatch(text[2:text.index(")") - 1]):
            text = text[text.index(")") + 2:]
    return text

def terms(text):
    "The terms of a sum, each with its sign."
    found = pieces(text, "+-")
    return terms(bare(text)) if len(found) == 1 and bare(text) != text else found

def flat(text):
    "The terms of a sum and of the sums in it."
    found = terms(text)
    return [bare(text)] if len(found) < 2 else sorted(x for s, t in found for x in flat(t))

def total(parts):
    return " ".join(sign + " " + t for sign, t in parts)[2:] or "0"

def last(text):
    "The variable or the member that text names."
    while text.endswith("]"):
        text = text[:opening(text)].strip()
    return (names(text) or [""])[-1]

def fixed(text):
    "Whether it may be evaluated once instead of twice, and the other way round."
    return not CHANGE.search(text) and all(
        CALM.fullmatch(n) for n in re.findall(r"(\w+|\)|\]) \(", text))

def short(text):
    "As people write it."
    text = re.sub(r" ?(->|\.|\[|\(|\)|\]|~|!) ?", r"\1", text).replace(" ,", ",")
    return re.sub(r"(^|[(,\[] ?)([-&*]) ", r"\1\2", text)

def members(S, name):
    "The ways to write a member of the entry S."
    return {S + " -> " + name} | ({S[2:] + " . " + name} if S.startswith("& ") else set())

def inside(p, r):
    return r[0] <= p[0] and p[1] <= r[1]

class File:
    "What is known of a file.  A place in it is a pair: where it begins and ends."
    path = None

    def read(f, path):
        f.path, f.maps, f.names, f.sums, f.changes = path, {}, set(), {}, {}
        f.functions, f.reach, f.undone, f.declared, f.crossed = {}, {}, {}, {}, {}
        f.outside, f.leaks, f.carried, f.tests = set(), set(), set(), set()
        f.sets, f.new, f.gone, f.shown, f.said = {}, {}, set(), set(), []
        f.found_loops = {}
        with open(path, errors="replace") as file:
            text = file.read()
        f.starts = [0] + [m.end() for m in re.finditer("\n", text)]
        f.text = re.sub(r'/\*.*?\*/|//[^\n]*|"(\\.|[^"\\\n])*"',
                        lambda m: re.sub(".", " ", m[0]), text, flags=re.S)

    def at(f, p):
        return (f.starts[int(p[0].line) - 1] + int(p[0].column),
                f.starts[int(p[0].line_end) - 1] + int(p[0].column_end))

    def match(f, pattern, at):
        return re.compile(pattern).match(f.text, at)

    def close(f, at):
        "Behind the bracket that closes what was opened before at."
        depth = 1
        while depth and at < len(f.text):
            depth += (f.text[at] in "([{") - (f.text[at] in ")]}")
            at += 1
        return at

    def statement(f, at):
        "The end of the statement that begins there."
        block = f.match(r"\s*\{", at)
        if block:
            return f.close(block.end())
        head = f.match(r"\s*(if|for|while|\w*for_each\w*)\s*\(", at)
        end = f.statement(f.close(head.end())) if head else f.text.find(";", at) + 1
        other = f.match(r"\s*else\b", end)
        return f.statement(other.end()) if other else end

    def loops(f, fn):
        "Where a function's loops are, and what those of macros are over."
        start, end = f.functions[fn]
        if fn not in f.found_loops:
            f.found_loops[fn] = []
            for m in re.compile(r"\b(for|do|while|\w*for_each\w*)\b").finditer(f.text, start, end):
                head = f.match(r"\s*\(", m.end())
                body = f.close(head.end()) if head else m.end()
                f.found_loops[fn].append((m.start(), body, f.statement(body),
                                          f.text[m.end():body] if "each" in m[1] else ""))
        return f.found_loops[fn]

    def head(f, fn):
        start = f.functions[fn][0]
        return f.text[start:f.text.index("{", start)]

    def type(f, fn, name):
        "As what a variable of the function was declared, if it was."
        m = re.search(r"[(,]\s*([\w\s]*?[\w\s*])\s*\b%s\s*(\[[^]]*\])?\s*[,)]" % name,
                      f.head(fn))
        kinds = set(f.declared.get((fn, name), {}).values())
        if m:
            kinds.add(" ".join((m[1].replace("*", " * ") + (m[2] or "")).split()))
        return kinds.pop() if len(kinds) == 1 else ""

    def parameter(f, fn, name):
        return re.search(r"\b%s\s*[,)\[]" % name, f.head(fn))

    def occurs(f, fn, name):
        "Where a function has a variable, but for its declarations."
        found = {m.span() for m in re.compile(r"(?<![\w.])(?<!->)(?<!struct )%s\b" % name).finditer(
            f.text, *f.functions[fn])} - set(f.declared.get((fn, name), ()))
        return found | {(0, 0)} if f.hidden(name) else found

    def hidden(f, name):
        "Whether a macro of the file may use a variable of that name."
        return re.search(r"^[ \t]*#[ \t]*define\b(.*\\\n)*.*(?<![\w.>])%s\b" % name, f.text, re.M)

    def set_at(f, name, d):
        "Where the variable is that gets the value at d."
        m = re.search(r"\b%s\s*=[\s(]*$" % name, f.text[:d[0]])
        return (m.start(), m.start() + len(name)) if m else None

    def tested(f, y):
        before, after = f.text[:y[0]].rstrip(), f.text[y[1]:].lstrip()
        return before.endswith("!") or re.match(r"[=!]=\s*NULL\b", after) or \
            re.search(r"\bif\s*\($", before) and after.startswith(")")

    def sequel(f, y):
        "The end of the expression statement, or of the condition, that has y."
        start = max(f.text.rfind(c, 0, y[0]) for c in ";{}") + 1
        head = f.match(r"\s*(else\s+)?(if|while|switch)\s*\(", start)
        end = f.close(head.end()) if head else 0
        return end if end > y[1] else f.text.find(";", y[1])

    def between(f, fn, d, y, mapped=False):
        """What may change after d and before y, and what loops are over: all of the text
        between them, the loops around y that may come there again without d, and all of
        the function where it is not run from top to bottom."""
        start, end = f.functions[fn]
        text = f.text[start:end]
        lo, hi = d[1], y[0] if mapped else f.sequel(y)
        if y[0] < lo or any(re.search(r"^\s*%s\s*:" % m[1], text[:m.start()], re.M)
                          for m in re.finditer(r"\bgoto\s+(\w+)", text)):
            lo, hi = start, end
        around = hi
        for head, body, stop, over in f.loops(fn):
            if head <= y[0] < stop:
                block = f.match(r"\s*\{", body)
                depth = f.text.count("{", body, d[0]) - f.text.count("}", body, d[0])
                if not (head <= d[0] < stop and block and depth == 1 and f.begun(d)):
                    lo, hi = min(lo, head if head <= d[0] else lo), max(hi, stop)
        found = [x for c, x in sorted(f.changes.get(fn, ())) if lo <= c[0] < hi and not inside(d, c)
                 and (hi > around or not inside(y, c))
                 and not (mapped and x[0] == "assign" and (d, c[0]) not in f.carried)]
        return found, " ".join(over for head, body, stop, over in f.loops(fn) if lo <= head < hi)

    def always(f, d, y):
        "Whether y is only come to by d, as far as blocks and labels tell."
        text = f.text[d[1]:y[0]]
        ends = itertools.accumulate((c == "}") - (c == "{") for c in text)
        return f.begun(d) and d < y and max(ends, default=0) <= 0 and \
            not re.search(r"^\s*\w+\s*:|\bcase\b", text, re.M)

    def begun(f, d):
        "Whether a statement in a block, which no condition is for, sets something at d."
        return re.search(r"[;{}](?!\s*else\b)[^;{}():]*=[\s(]*$", f.text[:d[0]])

    def bytes(f, fn, to, args):
        "Whether what memcpy() and relatives write to is no entry, as far as types tell."
        name = re.fullmatch(r"(& )?(\w+)", to)
        kind = f.type(fn, name[2]) if name else ""
        return "scatterlist" not in args + kind and bool(
            kind or "sizeof" not in args or SCALAR.match(f.type(fn, (words(to) or [""])[0])))

    def harmless(f, fn, change, needs, data):
        "Whether it leaves all entries and needs as they are; data points to others."
        what, X, args = change
        if what == "call":
            to = (arguments(args) or [""])[0]
            return bool(CALM.fullmatch(X) or MAPPING.fullmatch(X)) and (
                not re.match("mem(cpy|set|move)", X) or data in words(to) or
                last(to) not in needs and f.bytes(fn, to, args))
        if last(X) in needs or last(X) in (".offset", ".page_link"):
            return False
        by = re.match(r"\*? ?(\w+)( \[| \+\+$|$)", X)
        return what == "address" or data in words(X) or \
            not X.startswith(("*", "(")) and not X.endswith("]") or \
            bool(by and SCALAR.match(f.type(fn, by[1])))

    def steady(f, fn, name, d, y, needs, data=""):
        "Nothing of needs changes between d, where name was set, and y."
        changes, loops = f.between(fn, d, y)
        for what, X, args in changes:
            if what == "assign" and X == name and args[0] == "=" and name not in words(args):
                continue
            if not f.harmless(fn, (what, X, args), needs, data):
                raise Left("%s may change it" % short(X + " ( )") if what == "call" else
                           "%s is changed before" % short(X))
        if needs & set(names(loops)):
            raise Left("a loop may change it")

    def definition(f, fn, name, where):
        "Where and to what name was set that is used there, where it still is the same."
        found = {y: ds for (n, y), ds in f.reach.items() if n == name and inside(y, where)}
        sources = {d for ds in found.values() for d in ds}
        if len(sources) != 1 or f.parameter(fn, name) or not f.declared.get((fn, name)):
            raise Left("%s is not set in one place" % name)
        (d, X), = sources
        for y in found:
            f.steady(fn, name, d, y, {name} | set(names(X)))
        return d, X

f = File()

class Mapping:
    def __init__(m, v, R, r, fn):
        m.v, m.R, m.r, m.fn = v, R, r, fn
        call = re.search(r"\b(kmap|kmap_atomic|kmap_local_page) \( ", R)
        m.K, start = call[1], call.end()
        end = next(i for i in range(start, len(R)) if R[i] == ")" and
                   opening(R[call.start():i + 1]) == start - call.start() - 2)
        m.A = R[start:end - 1]
        at = re.compile(r"\b%s\b" % m.K).search(f.text, *r)
        m.p = at.span() if at else r
        m.S = m.page = m.chosen = m.E = m.minus = m.mode = m.test = m.why = m.doubt = m.error = None
        m.uses, m.undoes, m.new, m.copies, m.vars = [], [], {}, {}, set()

    def find_page(m, text, where):
        "Of which entry the page is, and what chose it."
        nth = re.fullmatch(r"nth_page \( (.*) , (.*) \)", text)
        parts = [("+", nth[1]), ("+", nth[2])] if nth else terms(text)
        by = len(parts) == 2 and re.fullmatch(r"(\w+) >> PAGE_SHIFT", bare(parts[1][1]))
        if by and parts[1][0] == "+" and not m.chosen:
            m.chosen, m.chosen_at, parts = by[1], where, parts[:1]
        page = re.fullmatch(r"sg_page \( (.*) \)", parts[0][1])
        if len(parts) > 1 or not page and (m.page or not NAME.fullmatch(parts[0][1])):
            raise Left("which page it is, is not understood")
        if page:
            m.S = page[1]
        else:
            m.page = parts[0][1]
            d, X = f.definition(m.fn, m.page, where)
            m.find_page(X, d)

    def check_wide(m, more):
        "A sum of 32 bits may have wrapped, where the data lie before the entry."
        for n in words(total(more)):
            if not n.isupper() and not WIDE.fullmatch(f.type(m.fn, n)):
                raise Left("%s may be negative, and not sign-extended" % n)

    def held(m, name, where):
        "What a variable holds besides the offset of the entry."
        d, X = f.definition(m.fn, name, where)
        found = m.split(terms(X), d, False)
        if not found:
            raise Left("%s is not the offset" % name)
        m.check_wide(found[1])
        m.vars.add(name)
        return d, found[1]

    def split(m, parts, where, use=True):
        "What a sum is without the offset of the entry, and what that has besides."
        for i, (sign, t) in enumerate(parts):
            rest, b = parts[:i] + parts[i + 1:], bare(t)
            if sign == "-":
                continue
            if b in members(m.S, "offset"):
                return (rest, []) if use else ([], rest)
            if m.chosen and use:
                if b in ("%s & ~ PAGE_MASK" % m.chosen, "offset_in_page ( %s )" % m.chosen):
                    d, more = m.held(m.chosen, where)
                    if d != m.chosen_d:
                        raise Left("%s may have changed" % m.chosen)
                    return rest, more
            elif use and NAME.fullmatch(b) and b != m.v:
                try:
                    d, more = m.held(b, where)
                except Left as why:
                    m.doubt = str(why)
                    continue
                if more and d > m.r:
                    raise Left("%s is set after it is mapped" % b)
                return rest, more
            elif len(terms(b)) > 1:
                inner = m.split(terms(b), where, use)
                if inner:
                    m.check_wide(inner[0] + inner[1])
                    return (rest + inner[0], inner[1]) if use else ([], rest + inner[1])
        return None

    def add(m, more):
        "What is added to the offset: the same, wherever it is added."
        if any(sign == "-" for sign, t in more) or m.E not in (None, total(more)) or \
           len(more) > 1 and not m.chosen:
            raise Left("what is added to the offset is not understood")
        m.E = total(more)
        if not fixed(m.E):
            raise Left("what is added to the offset comes from a call")
        if re.search(r"(->|\.) length\b", m.E):
            raise Left("what lies behind the entry is accessed")

    def find_offset(m):
        "What is added where it is mapped."
        cast = POINTER.match(m.R)
        parts = terms(m.R[cast.end():] if cast and opening(m.R) == cast.end() else m.R)
        rest = [x for x in parts if not bare(x[1]).startswith(m.K + " (")]
        if len(rest) != len(parts) - 1:
            if re.search(r"\* \) %s \(" % m.K, m.R) and len(parts) > 1:
                m.error = (m.p, "ERROR the offset of %s is scaled" % short(m.S))
            raise Left("what becomes of the address is not understood")
        if m.chosen:
            m.chosen_d, more = m.held(m.chosen, m.chosen_at)
            m.add(more)
        if rest:
            found = m.split(rest, m.r)
            if not found:
                raise Left("what is added is not the offset of %s" % short(m.S))
            m.add(found[0] + found[1])
            m.minus = sorted(x for sign, t in rest for x in flat(t))

    def find_use(m, y):
        "How a use of the page's address is written with that of the data."
        for r, text in sorted(f.sums.items(), key=lambda s: s[0][1] - s[0][0]):
            parts = terms(text)
            mine = [t for sign, t in parts if sign == "+" and bare(t) == m.v]
            found = inside(y, r) and len(mine) == 1 and m.split(parts, r)
            if found:
                break
        else:
            raise Left(m.doubt or "the start of the page is used")
        rest, more = found
        f.steady(m.fn, m.v, m.r, y, set(names(m.S)), m.v)
        if mine[0] == m.v and not BYTES.fullmatch(f.type(m.fn, m.v)):
            if f.type(m.fn, m.v).endswith("*"):
                m.error = (y, "ERROR the offset of %s is scaled" % short(m.S))
            raise Left("%s is not known to count bytes" % m.v)
        m.add(more)
        if rest[0][0] == "-":
            raise Left("what is subtracted is not understood")
        m.new[r] = total(rest)

    def check_undoes(m, changes):
        "It is undone here on all ways, at the address, or that less what was added."
        m.moved = any(X == m.v and (what != "assign" or args[0] != "=" or m.v in words(args))
                      for what, X, args in changes)
        local = m.K == "kmap_local_page"
        for q in m.undoes:
            U, B = f.undone[m.r][q]
            taken = sorted(x for sign, t in terms(B)[1:] for x in flat(t))
            if U != UNDO[m.K]:
                raise Left("it is undone by %s()" % U)
            if U == "kunmap" or flat(B) == [m.v]:
                continue
            if taken and any(what != "call" and last(X) in names(m.E) + [".offset"]
                             for what, X, args in changes):
                m.error = (q, "ERROR the mapping of %s is undone at another address" % short(m.S))
                raise Left("it is undone at another address")
            if m.moved or terms(B)[0] != ("+", m.v) or not local and taken != m.minus:
                raise Left("it is undone at another address")
        if not local:
            tested = any(r == m.r for r, t in f.tests)
            lost = any(r == m.r and f.match(r"%s\s*=(?!=)" % re.escape(m.v), c)
                       for r, c in f.carried)
            if not f.type(m.fn, m.v):
                raise Left("its address is kept in %s" % short(m.v))
            if not m.undoes or (m.r, tested) in f.leaks or lost:
                raise Left("it is undone elsewhere, on some way at least")
            if any((m.v, q[0]) in f.outside or m.K == "kmap" and not f.always(m.r, q)
                   for q in m.undoes):
                raise Left("what is undone may have been mapped elsewhere")
            if m.moved:
                raise Left("its address is moved")

    def stays(m, changes, loops):
        "Whether the entry and the offset can be named again where it is undone."
        needs = set(names(m.S + " " + m.E))
        return (re.fullmatch(r"\w+|& \w+( \[ \w+ \]|( (->|\.) \w+( \. \w+)*))?", m.S)
                and not re.search(r"->|\.|\[|\* [a-z(]", m.E)
                and all(f.type(m.fn, n) or n.isupper() for n in words(m.S)[:1] + words(m.E))
                and not any(what != "call" and last(X) in needs for what, X, args in changes)
                and not needs & set(names(loops)))

    def judge(m):
        "What becomes of it."
        m.undoes = sorted(f.undone.get(m.r, {}))
        m.find_page(m.A, m.r)
        if not fixed(m.S):
            raise Left("the entry comes from a call")
        m.find_offset()
        if m.r in f.crossed:
            raise Left("the order is wrong")
        m.uses = sorted(y for (n, y), ds in f.reach.items()
                        if n == m.v and any(d == m.r for d, X in ds)
                        and not re.match(r"\s*=(?!=)", f.text[y[1]:])
                        and not any(inside(y, q) for q in m.undoes))
        if m.minus is None:
            if not f.type(m.fn, m.v) or f.parameter(m.fn, m.v) or f.hidden(m.v):
                raise Left("its address is kept in %s" % short(m.v))
            for y in m.uses:
                if not f.tested(y):
                    m.find_use(y)
            if m.E is None:
                raise Left("the offset of %s is not added" % short(m.S))
        spans = [f.between(m.fn, m.r, q, True) for q in m.undoes]
        changes = [x for span, loops in spans for x in span]
        m.check_undoes(changes)
        calls = [X for what, X, args in changes if what == "call" and not CALM.fullmatch(X)
                 and (m.K == "kmap" or not MAPPING.fullmatch(X))]
        if m.K == "kmap" and m.uses and m.undoes and m.uses[-1] > m.undoes[-1]:
            raise Left("it is used behind where it is undone")
        if m.K == "kmap" and calls:
            raise Left("%s() may need more than a local mapping" % short(calls[0]))
        m.mode = "LOCAL" if m.K == "kmap_local_page" or not calls else "ATOMIC"
        stays = m.stays(changes, " ".join(loops for span, loops in spans))
        if m.mode == "ATOMIC" and not stays:
            raise Left("the entry or the offset may change before it is undone")
        tests = [y for y in m.uses if f.tested(y)]
        if stays and len(tests) == 1 and m.undoes and f.type(m.fn, m.v):
            m.test = ([t for r, t in f.tests if r == m.r and inside(tests[0], t)] + [None])[0]
        if not tests and m.mode == "LOCAL":
            m.find_copies()

    def find_copies(m):
        "Copies from the start of the data on that are known to end inside of it."
        for y in m.uses:
            found = [(c, X, arguments(args)) for c, (what, X, args) in f.changes[m.fn]
                     if inside(y, c) and X in ("memcpy", "memset") and
                     re.search(r"[;{})]\s*$", f.text[:c[0]]) and f.match(r"\s*;", c[1])]
            if len(found) != 1:
                return m.copies.clear()
            c, X, args = found[0]
            mine = [i for i in range(2) if m.v in words(args[i])]
            lengths = members(m.S, "length")
            L = re.fullmatch(r"u?min(_t \( \w+( \w+)* ,| \() (.*) , (.*) \)", args[2])
            place = next((r for r in m.new if inside(y, r)), y)
            text = f.sums.get(place, m.v)
            if m.E != "0" or len(mine) != 1 or X == "memset" and (mine != [0] or args[1] != "0") \
               or not all(fixed(a) for a in args) or m.v in words(args[2]) \
               or bare(args[mine[0]]) != bare(text) or bare(m.new.get(place, m.v)) != m.v \
               or not ({bare(args[2])} & lengths or L and {bare(L[3]), bare(L[4])} & lengths):
                return m.copies.clear()
            try:
                f.steady(m.fn, m.v, m.r, y, set(names(m.S)), m.v)
            except Left:
                return m.copies.clear()
            m.copies[c] = "sg_zero_buffer ( %s , 1 , %s , 0 )" % (m.S, args[2]) \
                if X == "memset" else "sg_copy_%s_buffer ( %s , 1 , %s , %s )" % (
                    "to" if mine[0] else "from", m.S, args[1 - mine[0]], args[2])

    def shares(m, good):
        "Whether its undoing or its uses are those of a mapping that is left."
        if m.K == "kmap_local_page" and m.minus is not None:
            return False
        others = {d for d, qs in f.undone.items() if set(qs) & set(m.undoes)}
        for y in m.uses if m.minus is None else ():
            others |= {d for d, X in f.reach[m.v, y]}
            if any(d not in good or good[d].minus is not None for d, X in f.reach[m.v, y]):
                return True
        return any(d not in good or {good[d].mode, m.mode} != {"LOCAL"} and
                   (good[d].mode, good[d].S, good[d].E) != (m.mode, m.S, m.E) or
                   any(good[d].new.get(r, t) != t for r, t in m.new.items()) for d in others)

    def copied(m, good):
        "Whether all that its variable is for is to be copied."
        peers = [x for x in good.values() if (x.fn, x.v) == (m.fn, m.v)]
        spans = {f.set_at(m.v, x.r) for x in peers} | {y for x in peers for y in x.uses}
        return all(x.copies and x.undoes for x in peers) and \
            len(f.declared.get((m.fn, m.v), ())) == 1 and \
            all(fixed(X) for d, X in f.sets[m.fn, m.v].items() if d not in f.maps) and all(
                y in spans or any(inside(y, q) for x in peers for q in x.undoes)
                for y in f.occurs(m.fn, m.v))

    def write(m, copied):
        m.what = "sg_map" if m.test or m.mode == "ATOMIC" else "sg_kmap_local"
        flags = "SG_KMAP_" + m.mode
        start, undo = "sg_kmap_local ( %s , %s )", "kunmap_local ( %s )" % m.v
        if m.test or m.mode == "ATOMIC":
            start = "sg_map ( %s , %s , " + flags + " | SG_MAP_MUST_NOT_FAIL" * (not m.test) + " )"
            undo = "sg_unmap ( %s , %s , %s , %s )" % (m.S, m.v, m.E, flags)
        f.new[m.r] = start % (m.S, m.E)
        if not copied:
            f.new.update(m.new)
        if m.test:
            f.new[m.test] = "IS_ERR ( %s )" % m.v
        if copied:
            m.what = next(iter(m.copies.values())).split()[0]
            f.new.update(m.copies)
            f.new.update((d, GONE) for d in f.sets[m.fn, m.v])
            undo = GONE
            f.gone |= set(f.declared[m.fn, m.v])
        if undo not in f.undone.get(m.r, {}).values() and (
                copied or m.test or m.K != "kmap_local_page" or not m.moved):
            f.new.update((q, undo) for q in m.undoes)

GONE = "sg_map_gone ( )"

def stay(fn, name, ds):
    "Where a variable is still when what is written is, and what is set at ds is not."
    return [y for y in f.occurs(fn, name)
            if not any(inside(y, d) or f.set_at(name, d) == y for d in ds) and
            not any(inside(y, r) and name not in names(text) for r, text in f.new.items())]

def remove(fn, name):
    "A variable that nobody needs any more.  Whether that leaves none for nothing."
    ds = f.sets[fn, name]
    if stay(fn, name, ds):
        return True
    used = set(names(" ".join(f.new.values())))
    used |= {n for X in ds.values() for n in names(X) if (fn, n) not in f.declared or any(
        not f.match(r"\s*=(?!=)", y[1]) for y in stay(fn, n, ds))}
    if len(f.declared[fn, name]) != 1 or not all(
            fixed(X) and used.issuperset(names(X)) for X in ds.values()):
        return False
    f.gone |= set(f.declared[fn, name])
    f.new.update((d, GONE) for d in ds)
    return True

def decide():
    "What is written for each mapping, or why it is left."
    good = {}
    for r, m in f.maps.items():
        try:
            m.judge()
            good[r] = m
        except Left as why:
            m.why = str(why)
    left = [True]
    while left:
        left = [m for m in good.values() if m.shares(good)]
        why = "what is mapped elsewhere shares its uses or its undoing"
        if not left:
            f.new, f.gone = {}, set()
            copied = [m for m in good.values() if m.copied(good)]
            for m in good.values():
                m.write(m in copied)
            left = [m for m in good.values() if not all(
                [remove(m.fn, n) for n in sorted(m.vars | {m.page} - {None})])]
            why = "a variable would be set for nothing"
        for m in left:
            m.why = why
            del good[m.r]

def look():
    "What is mapped by hand, why it would be left, and what is wrong with it."
    said = []
    calls = {(c[0], c[0] + len(X)): (X, args) for changes in f.changes.values()
             for c, (what, X, args) in changes if what == "call"}
    for m in f.maps.values():
        if not m.S and "sg_page (" not in m.A + " ".join(
                X for (n, y), ds in f.reach.items() if inside(y, m.r) and n == m.A for d, X in ds):
            continue
        S = short(m.S or "sg")
        said.append((m.p, "WARNING opportunity for %s(%s, ..) instead of %s()%s" % (
            ("sg_kmap_local" if m.K == "kmap_local_page" else "sg_map") if m.why else m.what,
            S, m.K, m.why and ", but " + m.why or "")))
        if m.error:
            said.append(m.error)
        if m.why and not m.page and m.minus is None and m.E is None and m.undoes and \
           not m.error and not all(map(f.tested, m.uses)) and \
           not re.search(r"(->|\.)\s*offset\b|\bsg_(set|assign)_page\b|\bsg_init_one\b",
                         f.text[slice(*f.functions[m.fn])]):
            said.append((m.p, "ERROR the offset of %s is ignored" % S))
        last_undo = max([q[0] for q in m.undoes] or [0])
        length = members(m.S or "sg", "length")
        all_of = [c for c, (X, args) in calls.items() if m.r[1] <= c[0] < last_undo and
                  m.v in words(args) and length & set(arguments(args)) and X[:3] not in "min max"]
        for head, body, stop, over in f.loops(m.fn):
            test = re.search(r"<\s*(%s)\b" % "|".join(re.escape(short(l)) for l in length),
                             f.text[head:body])
            if test and m.r[1] <= head < last_undo:
                all_of.append((head + test.start(), head + test.start() + 1))
        said += [(c, "WARNING all of %s is accessed, and one page of it is mapped" % S)
                 for c in all_of]
    for r1, r2, q, v1, v2 in set(f.crossed.values()):
        if any(r in f.maps and f.maps[r].S for r in (r1, r2)) and \
           not re.search(r"^\s*#\s*(if|el)", f.text[r1[0]:q[1]], re.M):
            said.append((q, "ERROR %s is unmapped before %s, which was mapped later" %
                         (short(v1), short(v2))))
    f.shown = {p[0] for p, message in said}
    for m in re.finditer(r"\b(\w+)\s*\(", f.text):
        args = f.text[m.end():f.close(m.end())] if SEEN.fullmatch(m[1]) else ""
        page = re.search(r"\bsg_page\s*\(", args)
        if not page or m.start() in f.shown or OTHERS.search(m[1]):
            continue
        f.shown.add(m.start())
        at = m.end() + page.end()
        S = " ".join(f.text[at:f.close(at) - 1].split())
        said.append((m.span(1), "WARNING " + (
            "opportunity for sg_map(%s, ..) instead of %s(), but its address is kept nowhere"
            % (S, m[1]) if m[1] in UNDO else "%s() has only one page of %s" % (m[1], S)
            if PAGEWISE.fullmatch(m[1]) else
            "%s() of the page of an entry is not understood" % m[1])))
    f.said = sorted(set(said))

class Place:
    def __init__(self, start, end):
        line = bisect.bisect(f.starts, start)
        self.file, self.line, self.column = f.path, line, start - f.starts[line - 1]
        self.column_end = end - f.starts[line - 1]

def undo(r, q):
    for c, (what, X, args) in f.changes[q[0].current_element]:
        if c[0] == f.at(q)[0] and what == "call":
            f.undone.setdefault(f.at(r), {})[c] = (X, args)

def change(c, *what):
    f.changes.setdefault(c[0].current_element, set()).add((f.at(c), what))

@has_page@
position p;
@@
 sg_page@p(...)

@script:python@
p << has_page.p;
@@
if f.path != p[0].file:
    f.read(p[0].file)

@map depends on has_page@
identifier K = {kmap, kmap_atomic, kmap_local_page};
expression v, R, A;
position r;
@@
 v = \(R@r \& <+... K(A) ...+>\)

@script:python@
v << map.v;
R << map.R;
r << map.r;
@@
f.maps[f.at(r)] = Mapping(v, R, f.at(r), r[0].current_element)

@returned depends on has_page@
expression R, A;
position r;
@@
 return \(R@r \& <+... kmap_local_page(A) ...+>\);

@script:python@
R << returned.R;
r << returned.r;
@@
f.maps[f.at(r)] = Mapping("", R, f.at(r), r[0].current_element)

@body depends on map || returned@
identifier fn;
position p;
@@
 fn@p(...) { ... }

@script:python@
fn << body.fn;
p << body.p;
@@
start, end = f.at(p)
f.functions[fn] = (f.functions.get(fn, (start,))[0], f.close(f.text.index("{", end) + 1))
f.names |= {(fn, m.v) for m in f.maps.values() if m.fn == fn} | {
    (fn, m[1]) for m in re.finditer(r"\b(\w+)(?=\s*=(?!=)[^;]*\b(?:sg_page|offset)\b)",
                                    f.text[slice(*f.functions[fn])])}

// What changes, and what is added up.

@called depends on map || returned@
expression C, X;
expression list es;
position c;
@@
 \(C@c \& X(es)\)

@script:python@
c << called.c;
X << called.X;
es << called.es;
@@
change(c, "call", X, str(es))

@assigned depends on map@
expression C, X, V;
assignment operator op;
position c;
@@
 \(C@c \& X op V\)

@script:python@
c << assigned.c;
X << assigned.X;
V << assigned.V;
op << assigned.op;
@@
change(c, "assign", X, str(op).strip() + " " + V)

@stepped depends on map@
expression C, X;
position c;
@@
 \(C@c \& \(X++\|X--\|++X\|--X\|&X\)\)

@script:python@
c << stepped.c;
C << stepped.C;
X << stepped.X;
@@
change(c, "address" if C.startswith("&") else "step", X, "")

@sum depends on map@
expression R, E1, E2;
position r;
@@
 \(R@r \& E1 + E2\)

@script:python@
R << sum.R;
r << sum.r;
@@
f.sums[f.at(r)] = R

@declared depends on map@
identifier D;
expression X;
type T;
position d;
@@
(
 T D@d;
|
 T D@d = X;
)

@script:python@
D << declared.D;
T << declared.T;
d << declared.d;
@@
f.declared.setdefault((d[0].current_element, D), {})[f.at(d)] = T

// Where a value arrives.

@set depends on map@
expression D, X;
position d;
@@
 D = X@d

@script:python@
D << set.D;
X << set.X;
d << set.d;
@@
name = (d[0].current_element, D)
if name not in f.names:
    cocci.include_match(False)
f.sets.setdefault(name, {})[f.at(d)] = X

@reach depends on map exists@
expression set.D, set.X, V;
position set.d, y;
@@
  D = X@d
  ... when any
      when != D = V
  D@y

@script:python@
D << set.D;
X << set.X;
d << set.d;
y << reach.y;
@@
f.reach.setdefault((D, f.at(y)), set()).add((f.at(d), X))

// How a mapping is undone, and what becomes of it else.

@undone depends on map exists@
expression map.v, map.R, V;
identifier U = {kunmap_atomic, kunmap_local};
position map.r, q;
@@
  v = R@r
  ... when any
      when != v = V
      when != \(kunmap_atomic(<+... v ...+>)\|kunmap_local(<+... v ...+>)\)
  U@q(<+... v ...+>)

@script:python@
r << map.r;
q << undone.q;
@@
undo(r, q)

@kunmapped depends on map exists@
expression map.v, map.R, map.A, V;
position map.r, q;
@@
  v = R@r
  ... when any
      when != v = V
      when != kunmap(A)
  kunmap@q(A)

@script:python@
r << map.r;
q << kunmapped.q;
@@
undo(r, q)

@carried depends on map exists@
expression map.v, map.R, map.A, X, V, W;
assignment operator op;
position map.r, x;
@@
  v = R@r
  ... when any
      when != v = W
      when != \(kunmap_atomic(<+... v ...+>)\|kunmap_local(<+... v ...+>)\)
      when != kunmap(A)
  X@x op V

@script:python@
r << map.r;
x << carried.x;
@@
f.carried.add((f.at(r), f.at(x)[0]))

@leak depends on map exists@
identifier fn;
expression map.v, map.R, map.A;
position map.r;
@@
 fn(...) {
  ... when any
  v = R@r
  ... when != \(kunmap_atomic(<+... v ...+>)\|kunmap_local(<+... v ...+>)\)
      when != kunmap(A)
 }

@script:python@
r << map.r;
fn << leak.fn;
@@
f.leaks.add((f.at(r), False))

@leak_behind_test depends on map exists@
identifier fn;
expression map.v, map.R, map.A, V, X;
position map.r;
@@
 fn(...) {
  ... when any
  v = R@r
  ... when != v = V
  if (\(!v\|v == NULL\|unlikely(!v)\|unlikely(v == NULL)\))
(
  return X;
|
 { ...
   return X; }
|
 { ...
   return; }
)
  ... when != \(kunmap_atomic(<+... v ...+>)\|kunmap_local(<+... v ...+>)\)
      when != kunmap(A)
 }

@script:python@
r << map.r;
fn << leak_behind_test.fn;
@@
f.leaks.add((f.at(r), True))

@outside depends on map exists@
identifier fn;
identifier U = {kunmap_atomic, kunmap_local};
expression map.v, V;
position q;
@@
 fn(...) {
  ... when any
      when != v = V
  U@q(<+... v ...+>)
  ... when any
 }

@script:python@
v << map.v;
q << outside.q;
@@
f.outside.add((v, f.at(q)[0]))

@crossed depends on map exists@
identifier K1 = {kmap_atomic, kmap_local_page};
identifier K2 = {kmap_atomic, kmap_local_page};
identifier U1 = {kunmap_atomic, kunmap_local};
identifier U2 = {kunmap_atomic, kunmap_local};
expression v1, v2, R1, R2, V;
position r1, r2, q;
@@
  v1 = \(R1@r1 \& <+... K1(...) ...+>\)
  ... when != U1(<+... v1 ...+>)
      when != U2(<+... v2 ...+>)
  v2 = \(R2@r2 \& <+... K2(...) ...+>\)
  ... when != U2(<+... v2 ...+>)
  U1@q(<+... v1 ...+>)
  ... when any
      when != \(v1 = V\|v2 = V\)
  U2(<+... v2 ...+>)

@script:python@
r1 << crossed.r1;
r2 << crossed.r2;
v1 << crossed.v1;
v2 << crossed.v2;
q << crossed.q;
@@
if v1 != v2:
    pair = (f.at(r1), f.at(r2), f.at(q), v1, v2)
    f.crossed.update({pair[0]: pair, pair[1]: pair})

// It is tested, and who finds NULL goes without it.

@test depends on map exists@
expression map.v, map.R, T, X, V;
position map.r, t;
@@
  v = R@r
  ... when != v = V
  if (\(T@t \& \(!v\|v == NULL\|unlikely(!v)\|unlikely(v == NULL)\)\))
(
  return X;
|
 { ... when != v
   return X; }
|
 { ... when != v
   return; }
)

@script:python@
r << map.r;
v << map.v;
t << test.t;
X << test.X = "";
@@
if v not in words(X):
    f.tests.add((f.at(r), f.at(t)))

@script:python depends on map || returned@
@@
decide()

@script:python depends on has_page && !patch@
@@
look()

@depends on has_page && context@
identifier K = {kmap, kmap_atomic, kmap_local_page};
expression A;
position p : script:python() { f.at(p)[0] in f.shown };
@@
* K@p(A)

@script:python depends on has_page && report@
@@
for place, message in f.said:
    coccilib.report.print_report(Place(*place), message)

@script:python depends on has_page && org@
@@
for place, message in f.said:
    coccilib.org.print_todo(Place(*place), message.replace("[", "@(").replace("]", ")"))

// What was decided is written.

@site depends on patch && (map || returned)@
expression X;
position p : script:python() { f.at(p) in f.new };
@@
 X@p

@script:python new@
p << site.p;
N;
@@
coccinelle.N = cocci.make_expr(f.new[f.at(p)])

@gone depends on site@
identifier D;
type T;
position d : script:python() { f.at(d) in f.gone };
@@
 T D@d;

@script:python unused@
D << gone.D;
d << gone.d;
FN;
V;
@@
coccinelle.FN = cocci.make_ident(d[0].current_element)
coccinelle.V = cocci.make_ident(D)

@depends on site@
expression site.X, new.N;
position site.p;
@@
- X@p
+ N

@depends on site@
identifier V;
type T;
@@
(
- T V = sg_map_gone();
|
- V = sg_map_gone();
|
- sg_map_gone();
)

@depends on gone@
identifier unused.FN, unused.V;
type T;
@@
 FN(...) {
  <...
- T V;
  ...>
 }
