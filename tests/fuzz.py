#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Random functions that map entries by hand, converted by a semantic patch and run.

Each is right as long as its data is in the first page of the entry.  What the
converted function does, returns and leaves mapped must be the same.
"""
import argparse
import collections
import concurrent.futures
import difflib
import os
import random
import re
import shutil
import string
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
UNDO = {"kmap": "kunmap", "kmap_atomic": "kunmap_atomic", "kmap_local_page": "kunmap_local"}
ENTRIES = ["sg"] * 4 + ["s"] * 2 + ["x", "h->cur", "&h->sg", "&x[i]", "&h->t[1]", "&h->t[h->idx]", "gsg"]
TYPES = ["u8 *"] * 4 + ["void *"] * 4 + ["char *", "unsigned char *", "u16 *", "u32 *", "const u8 *",
                                        "struct hdr *"]
LENGTHS = """16|n|n|$L|$L|$L|min($L, n)|min_t(unsigned int, $L, n)|min_t(size_t, n, $L)|umin($L, n)
|sizeof(h->hdr)|$L - 8|$L + 4|$L + 1 - 1|strnlen((char *)$A, 16) + 1|hdr_len($A)|be16_to_cpup($A)|*(u8 *)($A)
|h->blksz|claim(h, 4)|n & 31|h->flags & 1 ? 8 : $L|i + 4|umin($L, hdr_len($A))|4096 - 3000""".replace("\n", "").split("|")
# What is done with the data: $A is its address, $v what is mapped.
USES = """ret += use($A, $N);|ret += use($A, $N);|fifo_read(h, $W, $M);
memcpy(h->buf, $A, $N);|memcpy(h->buf, $A, $N);|memcpy($W, h->buf, $N);|memcpy($W, h->buf + 8, $N);
memset($W, 0, $N);|memset($W, 0, $N);|memset($W, 7, $M);|memset($W, *(u8 *)($A), $M);
memcpy($W, $A + 64, 16);|memcpy($W + 4, h->buf, $M);|memcpy(&h->hdr, $A, sizeof(h->hdr));
memcpy(h->out + h->at, $A, $N);|memcpy($W, next_chunk(h), $M);|memcpy(h->buf, $A + 4, $N);
memcpy(h->buf + hdr_len($A), $A, $N);|memcpy(h->buf, $A + hdr_len($A), 4);|memcpy(h->out, $A, h->at += 4);
memcpy($W, &h->hdr, sizeof(h->hdr));|memcpy(h->buf + consume($P, 4), $A, $M);
if (h->flags & 16)@	memcpy(h->buf, $A, $L);|if (h->flags & 16)@	memset($W, 0, $N);
ret = crc32(ret, $A, $N);|ret = crc32_le(ret, $A, n);|ret += readb((u8 *)$A + 1);|writeb(n, (u8 *)$W + 2);
ret += hdr_len($A) + hdr_len($A + 1);|ret += use($A, hdr_len($A));|ret += use($A, use($A, 4) & 15);
ret += use(find($A), 2);|ret += (u8 *)find($A) - (u8 *)$v;|ret += find($A) - (void *)$v;
ret += ((u8 *)$A)[3];|ret += *(u8 *)($A);|for (j = 0; j < 8; j++)@	ret += ((u8 *)$A)[j];
for (j = 0; j < $L; j++)@	ret += ((u8 *)($A))[j];|while (k > 0)@	ret += use($A + --k, 2);
ret += probe();|ret += n > 60 ? use($A, 4) : use($A, 8);|n > 9 && (ret += use($A, 4));
if (consume($P, 2) && use($A, 4) > 99)@	ret++;|ret += (advance(h), use($A, 3));
ret += claim(h, 4) ? use($A, 4) : 0;|ret += claim(h, 4) || use($A, 4);|ret += consume($P, 4) && use($A, 4) & 1;
ret += LOOK_AT_V;|dev_dbg(h, "%p", $v);|ret += other_context($A);|store((void *)($A));@ret += other_context(gv);
h->addr = (void *)($A);@ret += other_context(h->addr);|h->addr = (void *)($A);@ret += hdr_len(h->addr);
ret += use($v, 4);|ret += where($v);|ret += where($A);|ret += hdr_len($v) + use($A, 4);|ret += !!$v;
ret += use($B, 8);|if ($v)@	ret += use($A, 2);|ret += $v == h->addr;|p = (u8 *)$A;@ret += use(p, $M);
p = (u8 *)$A;@while (p < (u8 *)$A + 8)@	ret += *p++;|h->hdr = *(struct hdr *)($A);|*(u8 *)$W = n;
memcpy(h->buf, (u8 *)$v + $O, $N);|ret += use((void *)$v + $O$E, 4);|memcpy(&h->hdr, $v, sizeof(*$v));
memcpy(h->buf, $A, $N);@h->at += $L;|if (use($A, 1) & 1)@	memset($W, 0, $L);@else@	memcpy($W, h->buf, $L);
"""
# What changes something that the mapping is found by.
CHANGES = """$O += 4;|$O += n & 7;|$O = $O + 8;|$O++;|$L -= 4;|consume($P, 4);|my_debug($P);
sg_set_page($P, h->fresh, $L, $O);|sg_set_page($P, h->fresh, 32, 99);|*($P) = h->spare;|memcpy($P, &h->spare, sizeof(h->spare));
memcpy($P, &h->spare, sizeof(*sg));|h->cur = sg_next(h->cur);|advance(h);|h->cur++;|advance_global();|gsg = x;
sg = sg_next(sg);|sg++;|++sg;|sg += 1;|step(&sg);|sg = x;|x++;|x = sg;|i++;|i ^= 1;|bump(&i);|h->idx ^= 1;|h->idx = 0;
e += 4;|e++;|e = n;|bump_u(&e);|--e;|off += 4;|off = $O;|bump_u(&off);|claim(h, 8);|goff += 8;|h->skip += 4;
page = h->fresh;|swap_page(h, &page);|my_dbg(&page);|pg = h->page;|k += 2;|n = n / 2;|h->blksz--;|h->off += 4;
{@struct scatterlist *q = $P;@@q->offset += 8;@}|{@struct scatterlist **q = &sg;@@++*q;@}|{@unsigned int *q = &e;@@*q += 4;@}
for_each_sg(x, sg, 2, j)@	ret += $L;|for_each_sg(x, sg, 2, j)@	ret += use($A, 4);|h->list = sg;
h->t[1] = h->spare;|h->sg = *sg;|s = sg_next(s);|s++;|s = x;|step(&s);|while (off < 40)@	off += 8;"""
USES, CHANGES = (re.split(r"\n|(?<!\|)\|(?!\|)", text.strip()) for text in (USES, CHANGES))
# Two mappings that have to do with each other.
PAIRS = """
v = kmap(sg_page($S)) + $O;@w = kmap($Q) + $R;@ret += use(v, n);@kunmap(sg_page($S));@memcpy(h->buf, w, $N);@kunmap($Q);
v = $K(sg_page($S));@ret += use(v + $O, $N);@$U(v);@v = $K(h->page);@fifo_read(h, v, 16);@$U(v);
v = $K(h->page);@ret += use(v, 8);@$U(v);@v = $K(sg_page($S)) + $O;@fifo_read(h, v, n);@$U(v);@ret += v == h->v;
v = $K(sg_page($S)) + $O;@w = $K($Q) + $R;@memcpy(v, w, $N);@$U(w);@$U(v);
v = $K(sg_page($S)) + $O;@w = $K($Q);@memcpy(w + $R, v, n);@$U(w);@ret += hdr_len(v);@$U(v);
v = $K(h->page);@w = $K(sg_page($S));@memcpy(v, w + $O, $N);@$U(w);@$U(v);
w = h->buf;@if (h->flags & 1)@	w = $K(sg_page($S)) + $O;@ret += use(w, $N);@if (h->flags & 1)@	$U(w);
page = h->flags & 1 ? sg_page($S) : $Q;@v = $K(page) + $O;@ret += use(v, 9);@$U(v);
if (h->flags & 1)@	page = sg_page($S);@else@	page = $Q;@v = $K(page);@ret += use(v + $O, 9);@$U(v);
v = h->flags & 1 ? $K(sg_page($S)) : $K($Q);@ret += hdr_len(v + $O);@$U(v);
v = $K(sg_page($S)) + $O;@w = v;@ret += use(w, $N);@$U(w);
v = $K(sg_page($S));@w = v + $O;@fifo_read(h, w, 16);@$U(v);@ret += w == v;
v = $K(sg_page($S)) + $O;@for (k = 0; k < 2; k++) {@ret += use(v, 4);@$U(v);@sg = sg_next(sg);@v = $K(sg_page($S)) + $O;@}@$U(v);
""".strip().split("\n")
EXTRAS = ["16", "e", "e", "h->skip", "h->e", "goff", "i * 8", "k * h->blksz", "(n & 31)", "sizeof(h->hdr)", "back",
          "e++", "claim(h, 8)", "hdr_len(h->buf)", "bump(&i)", "$L", "($L - 8)", "(e + 4)", "(h->flags & 1 ? 8 : 4)", "off2"]


class Function:
    "A random function, the same for the same seed and number."
    def __init__(self, seed, number):
        self.r = random.Random("%s/%d" % (seed, number))
        self.decl, self.number, self.labels = {}, number, 0
        self.pointer = self.chance(.05)
        self.plain = self.chance(.3)
        self.calm = self.chance(.4)
        self.copies = self.chance(.2)
        self.plain = self.plain or self.copies and self.chance(.6)
        body = self.block()
        while self.chance(.3):
            body += self.block()
        text = "\n".join(body)
        for name, how in (("s", "struct scatterlist *s = " + self.pick(["sg", "x", "h->cur", "sg_next(sg)", "h->list"])),
                          ("e", self.pick(["unsigned int e = h->e", "int e = 12", "size_t e = n & 31", "int e = -16"])),
                          ("back", self.pick(["int back = -16", "long back = -16", "long back = -(long)sizeof(h->hdr)"])),
                          ("off2", "unsigned int off2 = 8"), ("p", "u8 *p"), ("j", "int j"), ("k", "int k = 3"),
                          ("off", "unsigned int off = 0"), ("page", "struct page *page = h->page"),
                          ("pg", "struct page *pg = h->page")):
            if re.search(r"(?<![\w.>])%s\b" % name, text):
                self.decl.setdefault(name, how)
        body = [b for b in body if "v" in self.decl or "LOOK_AT_V" not in b]
        if self.chance(.05):
            self.decl["unused"] = "struct page *unused = sg_page(sg)"
        decl = sorted(self.decl.values(), key=lambda d: ("=" in d, len(d)))
        if self.chance(.1) and "u8 *v" in decl and "u8 *w" in decl:
            decl = ["u8 *v, *w"] + [d for d in decl if d not in ("u8 *v", "u8 *w")]
        if self.pointer:
            end = ["return %s;" % self.pick([n for n in ("v", "w", "h->v", "h->buf") if n in self.decl or "h" in n])]
            kind = "static void *"
        else:
            end, kind = ["return ret;"], "static long "
        lines = ["%sf%d(struct host *h, struct scatterlist *sg, struct scatterlist *x, int i, %s n)" % (
            kind, number, self.pick(["size_t", "unsigned int", "int"])), "{"]
        lines += [d + ";" for d in decl] + ["long ret = 0;", ""] + body + end + ["}"]
        self.text = indent(lines)

    def chance(self, p):
        return self.r.random() < p

    def pick(self, some):
        return self.r.choice(some)

    def fill(self, text, m):
        "Put names into a statement."
        for i in range(3):
            text = text.replace("$N", m["M"] if self.chance(.2) else self.pick(
                LENGTHS[3:10] if self.copies and self.chance(.8) else LENGTHS)) \
                .replace("$M", self.pick(["16", "n", "h->blksz", "4"]))
            text = string.Template(text).safe_substitute(m)
        return text

    def block(self, depth=0):
        "One or two mappings, with what is around them."
        body = self.mapping(depth) if depth or self.chance(.92) else self.pair()
        how = self.r.random()
        if self.chance(.15):
            body += self.mapping(depth)
        if how < .08:
            return ["for (j = 0; j < 2; j++) {"] + body + ["}"]
        if how < .12:
            return ["while (k > 0 && k--) {"] + body + ["}"]
        if how < .2:
            return ["for_each_sg(h->list, sg, h->nents, j) {"] + body + ["}"]
        if how < .26:
            return ["if (h->flags & 8) {"] + body + (["} else {", "ret--;"] if self.chance(.3) else []) + ["}"]
        if how < .3:
            return ["do {"] + body + ["} while (++k < 5);"]
        if how < .33:
            return ["switch (h->flags & 1) {", "case 0:"] + body + ["break;", "default:"] + ["ret = 1;", "}"]
        return body

    def entry(self):
        S = self.pick(ENTRIES)
        X = S[2:] + "." if S.startswith("& ") else S[1:] + "." if S[0] == "&" else S + "->"
        return S, X

    def pair(self):
        K, (S, X) = self.pick(["kmap_atomic", "kmap_local_page"]), self.entry()
        for name in "vw":
            self.decl.setdefault(name, self.pick(["u8 *", "void *"]) + name)
        m = {"v": "v", "A": "v", "W": "v", "P": S, "E": "", "M": "16", "S": S, "K": K, "U": UNDO[K],
             "O": X + "offset", "L": X + "length", "Q": "sg_page(x)", "R": "x->offset"}
        return self.fill(self.pick(PAIRS), m).split("@")

    def mapping(self, depth):
        K = self.pick(list(UNDO))
        U = UNDO[K]
        S, X = self.entry()
        O, L = X + "offset", X + "length"
        T = self.pick(TYPES)
        v = self.pick(["v"] * 5 + ["w"] * 2 + ["vaddr", "buf"])
        if depth:
            v = {"v": "w", "w": "v2"}.get(v, v + "2")
        if v in self.decl:
            T = re.sub(r"\w+( = .*)?$", "", self.decl[v])
        if self.chance(.04):
            v, T = self.pick(["h->v", "gv"]), "void *"
        before, after, undo = [], [], None
        E = "" if self.chance(.85 if self.copies else .6) else " + " + self.pick(EXTRAS).replace("$L", L)
        changed = not self.plain and self.chance(.5)
        # The page.
        how, P = self.r.random(), "sg_page(%s)" % S
        page = None
        if how < .35:
            page = self.pick(["page", "pg"])
            if page not in self.decl and self.chance(.4) and not depth and S in ("sg", "x", "h->cur", "&x[i]", "&h->sg"):
                self.decl[page] = "struct page *%s = %s" % (page, P)
            else:
                self.decl.setdefault(page, "struct page *" + page)
                before.append("%s = %s;" % (page, P))
            if self.chance(.06):
                before.append("if (h->flags & 32)@	%s = h->page;" % page)
            P = page
        elif K == "kmap" and changed:
            page = self.pick(["page", "pg"])
            self.decl.setdefault(page, "struct page *" + page)
            before.append("%s = %s;" % (page, P))
        # The offset.
        how = self.r.random()
        m = {"v": v, "S": S, "P": S, "L": L, "O": O, "E": E, "M": "16"}
        atmap = False
        bytewise = T.strip() in ("u8 *", "void *", "char *", "unsigned char *", "const u8 *")
        cast = "" if bytewise or self.chance(.1) else "(void *)"
        if how < .1:                                # the page is chosen by the offset
            off = self.pick(["off", "at"])
            self.decl.setdefault(off, self.pick(["unsigned int ", "size_t "]) + off)
            before.append("%s = %s%s;" % (off, O, E))
            P = self.pick(["%s + (%s >> PAGE_SHIFT)", "nth_page(%s, %s >> PAGE_SHIFT)"]) % (P, off)
            inner = self.pick(["(%s & ~PAGE_MASK)", "offset_in_page(%s)"]) % off
            m["E"] = ""
            start = "%s(%s)" % (K, P)
            if self.chance(.5):
                atmap, start = True, start + " + " + inner
            A, minus = cast + v + " + " + inner, ""
            if K == "kmap":
                pgv = "pg" if page != "pg" else "page"
                self.decl.setdefault(pgv, "struct page *" + pgv)
                before.append("%s = %s;" % (pgv, P))
                undo = "kunmap(%s);" % (pgv if changed or self.chance(.3) else P)
        elif how < .6:                              # it is added at the map
            atmap = True
            start = self.pick(["$K($Q) + $O$E", "$K($Q) + $O$E", "$K($Q) + $O$E", "($K($Q) + $O)$E", "$K($Q) + ($O$E)",
                               "$O + $K($Q)$E", "(u8 *)$K($Q) + $O$E", "(void *)($K($Q) + $O$E)", "$K($Q)$E + $O",
                               "(u16 *)$K($Q) + $O"])
            start = string.Template(start).substitute(K=K, Q=P, O=O, E=E)
            if not T.strip() in ("u8 *", "void *", "const u8 *") and start.startswith(("(u8", "(u16")):
                start = "(void *)(%s)" % start
            A = minus = None
        elif how < .75:                             # it is in a variable
            off = self.pick(["off", "at", "offset"])
            self.decl.setdefault(off, self.pick(["unsigned int ", "size_t ", "int "]) + off)
            before.append("%s = %s%s;" % (off, O, E if self.chance(.3) else ""))
            if not before[-1].endswith(E + ";") or not E:
                rest = E
            else:
                rest = ""
            m["O"], m["E"] = (off if self.chance(.8) else O), rest
            start = "%s(%s)" % (K, P)
            if self.chance(.4):
                atmap, start = True, "%s + %s%s" % (start, off, rest)
            A, minus = "%s%s + %s%s" % (cast, v, off, rest), off
        else:                                       # at each use
            start = "%s(%s)" % (K, P)
            A, minus = None, O
            forms = [cast + "$v + $O$E"] * 6 + ["$O + " + (cast or "(void *)") + "$v$E", cast + "$v$E + $O", cast + "$v + ($O$E)",
                     "(u8 *)$v + $O$E", "((void *)$v + $O$E)", "(void *)((u8 *)$v + $O)$E"]
            A = self.pick(forms) if self.chance(.8) else None
        if atmap:
            A, B = v, "(u8 *)%s - %s" % (v, m["O"])
            if T.strip() in ("u16 *", "u32 *", "struct hdr *") and self.chance(.7):
                A = "(u8 *)" + v
        else:
            B = v
        if self.chance(.05) and not atmap and bytewise and T.strip() != "const u8 *":
            after.append("%s += %s%s;" % (v, m["O"], m["E"]))
            A, atmap = v, True
        elif self.chance(.02) and atmap and bytewise:
            after.append("%s += %s;" % (v, self.pick(["h->off", "4", "e"])))
        m["A"] = A
        m["W"] = A if A and "const" not in T else "(u8 *)" + v
        m["B"] = B

        def address():
            m["A"] = A or self.pick(forms)
            m["A"] = string.Template(m["A"]).safe_substitute(m)
            if self.chance(.15) and "+" in m["A"]:
                m["A"] = "(%s)" % m["A"]
            m["W"] = m["A"] if "const" not in T or m["A"].startswith("(") and not m["A"].startswith("((") else "(u8 *)" + m["A"]
            m["M"] = self.pick(LENGTHS)

        # What is between.
        body = []
        for i in range(self.pick([1, 1, 1, 2, 2, 3]) if not self.copies else 1 + self.chance(.3)):
            address()
            body.append(self.use(m))
        if changed:
            if not atmap and self.chance(.6):       # a change between two uses
                address()
                body.append(self.use(m))
            while True:
                address()
                # Where it matters most: what this mapping is found by.
                mine = [c for c in CHANGES if "$" in c or re.findall(r"\w+", c)[0] in re.findall(r"\w+", S + E + m["O"] + P)]
                c = self.pick(mine if self.chance(.7) else CHANGES)
                body.insert(self.r.randrange(len(body) + atmap), self.fill(c, m))
                if self.chance(.6):
                    break
            if self.chance(.2) and atmap and bytewise:
                body.append(self.pick(["$v++;", "$v += 4;", "++$v;", "push((u8 **)&$v, 4);", "$v += n & 7;", "$v -= 2;"]).replace("$v", v))
        if depth < 2 and self.chance(.12):
            at = self.r.randrange(len(body) + 1)
            body[at:at] = ["@".join(self.block(depth + 1))]
        if self.chance(.06):
            body = ["@".join([self.pick(["if (h->flags & 4) {", "for (k = 0; k < 2; k++) {"])] + body + ["}"])]
        # How it is undone.
        if not undo and K == "kmap":
            undo = "kunmap(%s);" % (page or "sg_page(%s)" % S)
            if not changed and self.chance(.3):
                undo = "kunmap(sg_page(%s));" % S
        elif not undo:
            V = v
            if atmap and minus is None and self.chance(.15):
                V = self.pick(["$v - $O", "$v - $O$F", "$v - ($O$E)", "(void *)$v", "(u8 *)$v - $O", "$v + 0"])
                V = string.Template(V).substitute(v=v, O=O, E=E, F=E.replace("+", "-"))
            undo = "%s(%s);" % (U, V)
        early = []
        label = None
        how = self.r.random()
        name = {"kmap": "finish", "kmap_atomic": "finish_atomic", "kmap_local_page": "finish_local"}[K]
        leave = "return %s;" % ("NULL" if self.pointer else "ret")
        if how < .1 and not depth:
            early = ["if (h->flags & 2) {", undo, leave, "}"]
        elif how < .16 and not depth:
            early = ["if (h->flags & 2) {", undo.replace(U, name, 1), leave, "}"]
        elif how < .28:
            self.labels += 1
            label = "%s%d" % (self.pick(["out", "unmap"]), self.labels)
            early = ["if (h->flags & 2)", "	goto %s;" % label]
        if early:
            body.insert(self.r.randrange(len(body) + 1), "@".join(early))
        if self.chance(.05):
            undo = "if (h->flags & 64)@	%s@else@	%s" % (undo, undo.replace(U, name, 1))
        elif self.chance(.02):
            undo = undo.replace(U, name, 1)
        # Tests, and what comes behind.
        if self.chance(.12):
            res = "NULL" if self.pointer else "-ENOMEM"
            after.append(self.pick([
                "if (!$v)@	return $R;", "if (!$v)@	return $R;", "if (!$v)@	return $R;", "if ($v == NULL)@	return $R;",
                "if (unlikely(!$v))@	return $R;", "if (!$v) {@ret = 3;@return $R;@}", "if (!$v)@	return $V;",
                "if (!$v || n > 250)@	ret += 2;", "if (!$v) {@h->v = $v;@return $R;@}",
                "if (!$v)@	ret += 7;", "ret += $v ? 1 : 2;"]).replace("$v", v).replace("$R", res).replace(
                    "$V", v if self.pointer else "(long)" + v))
        end = []
        while self.chance(.08 if self.copies else .15):
            end += [self.pick(["ret += where($v);", "if ($v)@	ret++;", "ret += !$v;", "h->v = (void *)$v;", "ret += $O;",
                               "ret += page->nr;", "flush_dcache_page(page);", "ret += off;", "ret += e;",
                               "ret += $v == h->v;", "ret += $v != NULL;", "$v = NULL;", "ret += i;",
                               "ret += sg->offset;", "flush_dcache_page(sg_page($S));", "ret += LOOK_AT_V;"])
                    .replace("$v", v).replace("$O", m["O"]).replace("$S", S)]
        if "->" in v or v == "gv":
            pass
        elif v not in self.decl:
            init = self.r.random()
            self.decl[v] = T + v + (" = NULL" if init < .12 or self.pointer else
                                    " = (void *)h->buf" if init < .2 else "")
            if .12 < init < .2 and not depth:
                before.insert(0, self.pick(["ret += use(%s, 4);", "ret += *(u8 *)%s;", "if (%s)@	ret++;", "h->v = (void *)%s;"]) % v)
            elif init > .75 and not changed and not self.pointer:       # where it is declared
                if not before and not depth and not re.search(r"\b(s|e|k|back|off2|off|at|offset|page|pg)\b", start) and self.chance(.6):
                    self.decl[v] = "%s%s = %s" % (T, v, start)
                    start = None
                elif self.chance(.3):
                    del self.decl[v]
                    body = [b for x in after + body for b in x.split("@")]
                    return ["{", "%s%s = %s;" % (T, v, start)] + body + undo.split("@") + ["}"] if not before \
                        else [b for x in before for b in x.split("@")] + ["{", "%s%s = %s;" % (T, v, start)] + \
                        body + undo.split("@") + ["}"]
        begin = ["%s = %s;" % (v, start)] if start else []
        if begin and self.chance(.04) and not depth:  # one of two
            other = self.pick(["sg_page(x)", "h->page", "sg_page(h->cur)"])
            begin = ["if (h->flags & 1)", "	" + begin[0], "else",
                     "	%s = %s(%s)%s;" % (v, K, other, " + x->offset" if atmap and self.chance(.7) else "")]
        lines = before + begin + after + body + ([label + ":"] if label else []) + [undo] + end
        return [y for x in lines for y in x.split("@")]

    def use(self, m):
        calm = r"^(memcpy|memset|if|ret = crc32_le|ret \+= (read|\(\(u8|\*)|h->hdr|for|writeb)"
        while True:
            use = self.pick(USES)
            if self.copies and not use.startswith(("memcpy", "memset", "if (h->flags & 16)")):
                continue
            if self.calm and not re.match(calm, use):
                continue
            lines = self.fill(use, m)
            if self.plain and not self.copies and re.search(r"where|find|claim|consume|advance|!!|\$B", use):
                continue
            if self.chance(.08) and "@" not in lines and not lines.startswith(("if", "for", "while")):
                lines = self.pick(["if (h->flags & 128)", "for (j = 0; j < 2; j++)"]) + "@	" + lines
            return lines


def indent(lines):
    out, depth = [], 0
    for line in lines:
        line = line.rstrip() if line.startswith("\t") else line.strip()
        depth -= line.strip().startswith("}")
        label = re.match(r"\w+:$|case \w+:$|default:$", line)
        out.append(("\t" * (depth - bool(label) * (depth > 0)) if line else "") + line)
        depth += line.strip().startswith("{") + (line.endswith("{") and not line.strip().startswith("{"))
        depth -= line.endswith("}") and not line.strip().startswith("}")
    return "\n".join(out) + "\n"


# Functions of files.

SIGNATURE = "(struct host *h, struct scatterlist *sg, struct scatterlist *x, int i, unsigned int n)"
WITH = {"struct host *": ["h"], "struct scatterlist *": ["sg", "x", "h->list"], "int": ["i", "h->idx", "3"],
        "unsigned int": ["n", "h->skip", "8"], "size_t": ["n", "h->at", "8"], "u8 *": ["h->out", "h->buf"],
        "void *": ["h->out", "h->buf"], "char *": ["(char *)h->out", "(char *)h->buf"],
        "const void *": ["h->buf"], "const u8 *": ["h->buf"]}


def functions(paths):
    "Those that can be given arguments of what there is, each with a function that does it, by number."
    found = {}
    for path in paths:
        with open(path) as file:
            text = file.read()
        for m in re.finditer(r"^(?:static )?(\w[\w ]*?[ *]+)(\w+)\(([^)]*)\)\n\{\n(?:.*\n)*?\}\n", text, re.M):
            left = {kind: list(values) for kind, values in WITH.items()}
            kinds = [re.sub(r"\w+$", "", p.strip()).rstrip() for p in m[3].split(",")]
            given = [left[k].pop(0) if left.get(k) else None for k in kinds]
            if None in given:
                continue
            call = "%s(%s)" % (m[2], ", ".join(given))
            call = "%s; return 0" % call if m[1] == "void " else "return where(%s)" % call if "*" in m[1] else "return " + call
            n = len(found)
            found[n] = "%s\nstatic long f%d%s\n{\n\t%s;\n}\n" % (m[0], n, SIGNATURE, call)
    return found


# Converting and running them.

HEAD = "#define LOOK_AT_V (v ? 1 : 0)\n"
MARK = "/* function %d */\n"


def command(*words, cwd=None):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd, text=True, errors="replace")


def spatch(args, seconds, *where):
    return command("timeout", "-k", "1", str(seconds), "spatch", "--very-quiet", "--no-includes",
                   "--include-headers", "--in-place", "--no-show-diff", "-D", "patch", "--sp-file", args.script, *where)


def write(path, texts):
    with open(path, "w") as file:
        file.write(HEAD + "".join("\n" + MARK % n + t for n, t in texts.items()) + "\n" + MARK % -1)


def read(path, texts):
    "The functions of a file, or nothing if some are gone."
    with open(path) as file:
        parts = re.split(r"/\* function (-?\d+) \*/\n", file.read())
    new = {int(n): t.rstrip() + "\n" for n, t in zip(parts[1::2], parts[2::2]) if n != "-1"}
    return new if list(new) == list(texts) else {}


def convert(args, texts, where):
    "What becomes of functions in small files.  One that spatch refuses or does not end with stays."
    new, items = {}, list(texts.items())
    some = [dict(items[i:i + args.per]) for i in range(0, len(items), args.per)]
    where = tempfile.mkdtemp(dir=where)
    paths = [os.path.join(where, "%d.c" % i) for i in range(len(some))]
    for path, part in zip(paths, some):
        write(path, part)
    done = spatch(args, 10 + len(items), "--dir", where)
    for path, part in zip(paths, some):
        new.update(not done.returncode and not done.stderr and read(path, part) or convert_file(args, part, where))
    return new


def convert_file(args, texts, where):
    path = os.path.join(where, "in.c")
    write(path, texts)
    done = spatch(args, 10 + 2 * len(texts), path)
    new = read(path, texts)
    if done.returncode or not new:
        if len(texts) > 1:
            half = dict(list(texts.items())[:len(texts) // 2])
            new = convert_file(args, half, where)
            new.update(convert_file(args, {n: t for n, t in texts.items() if n not in half}, where))
            return new
        if "inconsistent control-flow" not in done.stderr:
            why = (done.stderr.split("\n") + ["", ""])[0:2] if done.returncode != 124 else ["does not end"]
            return {n: "#error spatch: %s\n" % " ".join(why) + t for n, t in texts.items()}
        return texts
    return new


def build(cc, name, texts, where):
    "Compile functions.  Returns the program, the warnings of each, and what does not compile."
    texts, warned, broken = dict(texts), collections.defaultdict(collections.Counter), {}
    while texts:
        path = os.path.join(where, name + ".c")
        with open(path, "w") as file:
            file.write('#define RUNS 4\n#include "%s/fuzz.h"\n%s' % (HERE, HEAD))
            for n, t in texts.items():
                file.write('#line 1 "f%d"\n%s' % (n, t))
            file.write('#line 1 "main"\n')
            for n, t in texts.items():
                file.write("static long r%d(struct host *h, struct scatterlist *sg, struct scatterlist *x, int i, int n)\n"
                           "{ return %s(f%d(h, sg, x, i, n)); }\n" % (n, "where" if "void *f%d(" % n in t else "", n))
            file.write("int main(int argc, char **argv)\n{\n\tint salt = atoi(argv[1]) + 0 * argc;\n\n\tstart();\n")
            file.write("".join("\trun_all(%d, r%d, salt);\n" % (n, n) for n in texts) + "\treturn 0;\n}\n")
        done = command(*cc, "-O1", "-std=gnu11", "-D_GNU_SOURCE", "-ftrivial-auto-var-init=pattern", "-fno-strict-aliasing", "-fwrapv",
                       "-Wall", "-Wextra", "-Werror=implicit-function-declaration", "-Wno-unused-parameter", "-Wno-sign-compare", path, "-o", path[:-2])
        errors = set()
        for n, what, text in re.findall(r"^f(\d+):\d+:\d+: (warning|error|fatal error): (.*)$", done.stderr, re.M):
            if what == "warning":
                kind = re.search(r"\[(-W[\w-]+)", text)
                warned[int(n)][kind[1] if kind else text] += 1
            else:
                errors.add(int(n))
                broken.setdefault(int(n), text)
        if not done.returncode:
            return path[:-2], warned, broken
        errors = errors or {int(n) for n in re.findall(r"^f(\d+):\d+:\d+: note: in expansion", done.stderr, re.M)}
        if not errors:
            raise SystemExit(done.stderr)
        broken.update((n, "error in a macro") for n in errors - set(broken))
        warned.clear()
        texts = {n: t for n, t in texts.items() if n not in errors}
    return None, warned, broken


def run(program, salt):
    found = collections.defaultdict(dict)
    for line in (command(program, str(salt)).stdout if program else "").splitlines():
        n, nr, rest = line.split(" ", 2)
        found[int(n)][int(nr)] = rest
    return found


def differs(one, two):
    return " ".join("%s (was %s)" % (b, a) for a, b in zip(one.split(" ", 8), two.split(" ", 8)) if a != b)


def judge(cc, old, new, where):
    "Of functions and what became of them: which were wrong before, and which are now."
    changed = {n: t for n, t in old.items() if new[n].split() != t.split()}
    program, warned, broken = build(cc, "old", changed, where)
    once, twice = run(program, 0), run(program, 7)
    dropped = {}
    for n in changed:
        if n in broken:
            dropped[n] = broken[n]
        elif warned[n]["-Wuninitialized"] + warned[n]["-Wmaybe-uninitialized"] + warned[n]["-Wsequence-point"]:
            dropped[n] = "warning"
        elif len(once[n]) != 5 or once[n] != twice[n]:
            dropped[n] = "not the same each time"
        elif any(not r.endswith("error=none") for i, r in once[n].items() if i < 4):
            dropped[n] = next(r.split("error=")[1] for r in once[n].values() if not r.endswith("none"))
    converted = {n: new[n] for n in changed if n not in dropped}
    program, warnings, broken = build(cc, "new", converted, where)
    result, failed = run(program, 3), {}
    for n, text in converted.items():
        more = warnings[n] - warned[n]
        for i in range(4):
            if n not in broken and result[n].get(i) != once[n][i]:
                failed[n] = "run %d: %s" % (i, differs(once[n][i], result[n].get(i, "crash")))
                break
        else:
            if n in broken:
                failed[n] = "does not compile: " + broken[n]
            elif more:
                failed[n] = "warning: " + " ".join(more)
            elif "IS_ERR" in text and len(re.findall(r"\bk?map\w* ?\(|k?map_\w+\(", old[n])) <= 2 and \
                    once[n][4].endswith("error=none") and result[n].get(4) != once[n][4]:
                failed[n] = "when it fails: " + differs(once[n][4], result[n].get(4, "crash"))
    return changed, dropped, failed


def batch(args, numbers):
    where = tempfile.mkdtemp(prefix="fuzz")
    try:
        old = {n: args.texts[n] if args.texts else Function(args.seed, n).text for n in numbers}
        new = convert(args, old, where)
        changed, dropped, failed = judge(args.cc, old, new, where)
        kinds = collections.Counter()
        for n in changed:
            added = "\n".join(l[2:] for l in difflib.ndiff(old[n].splitlines(), new[n].splitlines()) if l[0] == "+")
            kinds.update(set(re.findall(r"\b(sg_kmap_local|SG_KMAP\w*|sg_\w+_buffer|IS_ERR)\b", added)))
        return old, new, changed, dropped, failed, kinds
    finally:
        shutil.rmtree(where)


def smaller(args, number, text):
    where = tempfile.mkdtemp(prefix="fuzz")
    try:
        return drop_lines(args, number, text, where)
    finally:
        shutil.rmtree(where)


def drop_lines(args, number, text, where):
    "Drop lines as long as what becomes of it is wrong."
    best = None
    while True:
        lines = text.splitlines()
        tries = {0: text}
        for size in (12, 6, 3, 2, 1):
            for at in range(2, len(lines) - size):
                gone = lines[at:at + size]
                tries[len(tries)] = "\n".join(lines[:at] + lines[at + size:]) + "\n"
                if size == 1 and gone[0].endswith("{") and gone[0].strip():
                    depth, end = 1, at + 1
                    while depth and end < len(lines):
                        depth += lines[end].count("{") - lines[end].count("}")
                        end += 1
                    tries[len(tries)] = "\n".join(lines[:at] + lines[at + 1:end - 1] + lines[end:]) + "\n"
        tries = {n: re.sub(r"\bf%d\(" % number, "f%d(" % n, t).replace("\n\n\n", "\n\n") for n, t in tries.items()
                 if t.count("{") == t.count("}")}
        new = convert(args, tries, where)
        changed, dropped, failed = judge(args.cc, tries, new, where)
        if 0 not in failed and best is None:
            return None
        if best is None:
            best = text, new[0].replace("f0(", "f%d(" % number), failed[0]
        good = sorted((len(tries[n]), n) for n in failed if n and len(tries[n]) < len(text))
        if not good:
            return best
        n = good[0][1]
        text = re.sub(r"\bf%d\(" % n, "f%d(" % number, tries[n])
        best = text, re.sub(r"\bf%d\(" % n, "f%d(" % number, new[n]), failed[n]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", default="1")
    parser.add_argument("-n", type=int, default=3000, metavar="COUNT")
    parser.add_argument("--first", type=int, default=0, help="the number of the first function")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--cc", default="gcc")
    parser.add_argument("--per", type=int, default=4, help="functions in a file given to spatch")
    parser.add_argument("--small", type=int, default=3, help="how many failures are made small")
    parser.add_argument("--show", action="store_true", help="only print the functions")
    parser.add_argument("--why", action="store_true", help="tell what was dropped and why")
    parser.add_argument("script", metavar="SCRIPT.cocci")
    parser.add_argument("files", nargs="*", metavar="FILE.c", help="the functions of these instead")
    args = parser.parse_args()
    args.cc = args.cc.split()
    args.texts = functions(args.files)
    args.n = len(args.texts) or args.n
    numbers = range(args.first, args.first + args.n)
    if args.show:
        print("\n".join(Function(args.seed, n).text for n in numbers))
        return 0
    with tempfile.TemporaryDirectory() as where:
        args.script = shutil.copy(args.script, os.path.join(where, "script.cocci"))
        files = [[n for n in numbers if n // 50 == b] for b in range(args.first // 50, numbers[-1] // 50 + 1)]
        converted = dropped = failures = 0
        kinds, why = collections.Counter(), collections.Counter()
        with concurrent.futures.ProcessPoolExecutor(args.jobs) as pool:
            for old, new, changed, drop, failed, k in pool.map(batch, [argparse.Namespace(**vars(args))] * len(files), files):
                converted += len(changed) - len(drop)
                dropped += len(drop)
                failures += len(failed)
                kinds += k
                why.update(drop.values())
                if args.why:
                    for n, reason in drop.items():
                        print("dropped %d: %s\n%s" % (n, reason, old[n]))
                for n, reason in failed.items():
                    one, two = old[n], new[n]
                    note = ""
                    if args.small > 0:
                        args.small -= 1
                        made = smaller(args, n, one)
                        note = "" if made else " (only with the others in its file)"
                        one, two, reason = made or (one, two, reason)
                    print("FAILURE: --seed %s --first %d -n 1%s: %s" % (args.seed, n, note, reason))
                    print("".join(list(difflib.unified_diff(one.splitlines(1), two.splitlines(1), n=99))[3:]), flush=True)
    print("%d functions, %d converted (%s), %d dropped, %d failures" % (
        args.n, converted, ", ".join("%d %s" % (c, k) for k, c in kinds.most_common()), dropped, failures))
    if args.why:
        print(why)
    if converted * 10 < args.n:
        print("too few are converted to show anything")
    return failures > 0 or converted * 10 < args.n


if __name__ == "__main__":
    sys.exit(main())
