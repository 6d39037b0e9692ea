// SPDX-License-Identifier: GPL-2.0-only
///
/// Map the data of a scatterlist entry with sg_kmap_local() or sg_map()
/// rather than with kmap*(sg_page(sg)) + sg->offset, and copy it without
/// mapping it
///
//# A mapping is rewritten together with all that undoes it, or not at all.
//# The report also tells what is wrong with the mappings that it finds.
//
// Confidence: Moderate
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: scatterlist, highmem, kmap, kmap_atomic, kmap_local_page

virtual patch
virtual context
virtual org
virtual report

@initialize:python@
@@
KINDS = {"kmap": ("kunmap", "SG_KMAP"),
         "kmap_atomic": ("kunmap_atomic", "SG_KMAP_ATOMIC"),
         "kmap_local_page": ("kunmap_local", "SG_KMAP_LOCAL")}

def by_hand(S, K):
    call = "sg_kmap_local" if K == "kmap_local_page" else "sg_map"
    return "WARNING opportunity for %s(%s, ..) instead of %s()" % (call, S, K)

@has_page@
expression S;
@@
 sg_page(S)

@kind depends on has_page@
identifier K = {kmap, kmap_atomic, kmap_local_page};
@@
 K(...)

@script:python undo@
K << kind.K;
U;
F;
@@
coccinelle.U, coccinelle.F = KINDS[K]

// ---------------------------------------------------------------------------
// Patch.  Whatever it is, a mapping first becomes tmp_map() and tmp_unmap() of
// an entry, an offset in its data and a kind.  The last rules spell that out.
// ---------------------------------------------------------------------------

// The offset of the entry is added where the page is mapped,
@at_map depends on patch@
identifier kind.K, undo.U, undo.F;
expression S, S2, v, E2;
assignment operator aop;
type T;
@@
  v =
(
- K(sg_page(S)) + S->offset
+ tmp_map(S, 0, F)
|
- (T *)K(sg_page(S)) + S->offset
+ tmp_map(S, 0, F)
|
- (T *)(K(sg_page(S)) + S->offset)
+ tmp_map(S, 0, F)
)
  ... when != \(S = S2\|S++\|v aop E2\|v++\)
- U(\(v\|v - S->offset\|sg_page(S)\))
+ tmp_unmap(S, v, 0, F)

// .. with something else that stays the same until it is unmapped,
@at_map_more depends on patch@
identifier kind.K, undo.U, undo.F;
expression S, S2, v, E2;
expression E : script:python() { "++" not in E and "--" not in E };
assignment operator aop;
@@
  v =
(
- K(sg_page(S)) + S->offset + E
+ tmp_map(S, E, F)
|
- K(sg_page(S)) + E + S->offset
+ tmp_map(S, E, F)
|
- K(sg_page(S)) + (S->offset + E)
+ tmp_map(S, E, F)
)
  ... when != \(S = S2\|S++\|v aop E2\|v++\|E aop E2\|E++\|++E\|E--\|--E\)
- U(\(v\|v - S->offset - E\|v - E - S->offset\|sg_page(S)\))
+ tmp_unmap(S, v, E, F)

// .. or at each use of the mapping.
@at_use depends on patch@
identifier kind.K, undo.U, undo.F;
expression S, S2, v, E1, E2;
assignment operator aop;
@@
  v =
- K(sg_page(S))
+ tmp_map(S, 0, F)
  <+... when != v
        when != S = S2
        when != \(S++\|S->offset aop E1\)
(
- v + S->offset
+ v
|
- v + E1 + E2 + S->offset
+ v + E1 + E2
|
- v + E1 + S->offset
+ v + E1
|
  v == NULL
)
  ...+>
- U(\(v\|sg_page(S)\))
+ tmp_unmap(S, v, 0, F)

// The entry is part of a structure.
@embedded depends on patch@
identifier kind.K, undo.U, undo.F;
expression X, v;
@@
  v =
- K(sg_page(&X))
+ tmp_map(&X, 0, F)
  <+... when != v
- v + X.offset
+ v
  ...+>
- U(\(v\|sg_page(&X)\))
+ tmp_unmap(&X, v, 0, F)

// The page that the offset falls into is chosen by hand.
@shifted depends on patch@
identifier kind.K;
expression S, O;
@@
 K(sg_page(S) + (O >> PAGE_SHIFT))

@chosen depends on shifted@
identifier kind.K, undo.U, undo.F;
expression S, S2, v, E, O, O2;
assignment operator aop, step = {+=, -=};
identifier debug =~ "dbg|debug";
type T;
@@
  O = S->offset + E
  ... when != O aop O2
      when != E aop O2
      when != \(O++\|S++\|S = S2\)
  v =
- K(sg_page(S) + (O >> PAGE_SHIFT))
+ tmp_map(S, E, F)
  <+... when != v
        when != E aop O2
(
- \((T)v\|v\) + (O & ~PAGE_MASK)
+ v
|
- \((T)v\|v\) + offset_in_page(O)
+ v
|
  v == NULL
|
  debug(..., v, ...)
)
  ...+>
- U(\(v\|sg_page(S) + (O >> PAGE_SHIFT)\))
+ tmp_unmap(S, v, E, F)
  ... when != \(O = <+... O ...+>\|O step O2\|O++\)
      when any

// All of these, when the page is in a variable first that is not moved on to
// another page.
@steps depends on patch exists@
identifier kind.K, P;
expression E;
assignment operator step = {+=, -=};
position p;
@@
  K@p(P)
  ... when any
  \(P++\|P step E\|P = <+... P ...+>\)

@stepped depends on patch exists@
identifier kind.K, P;
expression E;
assignment operator step = {+=, -=};
position p;
@@
  \(P++\|P step E\|P = <+... P ...+>\)
  ... when any
  K@p(P)

@page_at_map depends on patch@
identifier kind.K, undo.U, undo.F, P;
expression S, v, E2;
assignment operator aop;
position p != {steps.p, stepped.p};
@@
  P = sg_page(S)
  ... when != \(P = E2\|S = E2\|S++\)
  v =
- K@p(P) + S->offset
+ tmp_map(S, 0, F)
  ... when != \(S = E2\|S++\|v aop E2\|v++\)
- U(\(v\|v - S->offset\|P\))
+ tmp_unmap(S, v, 0, F)

@page_at_map_more depends on patch@
identifier kind.K, undo.U, undo.F, P;
expression S, v, E, E2;
assignment operator aop;
position p != {steps.p, stepped.p};
@@
  P = sg_page(S)
  ... when != \(P = E2\|S = E2\|S++\)
  v =
- K@p(P) + S->offset + E
+ tmp_map(S, E, F)
  ... when != \(S = E2\|S++\|v aop E2\|v++\|E aop E2\|E++\|++E\|E--\|--E\)
- U(\(v\|v - S->offset - E\|P\))
+ tmp_unmap(S, v, E, F)

@page_at_use depends on patch@
identifier kind.K, undo.U, undo.F, P;
expression S, v, E2;
assignment operator aop;
position p != {steps.p, stepped.p};
@@
  P = sg_page(S)
  ... when != \(P = E2\|S = E2\|S++\)
  v =
- K@p(P)
+ tmp_map(S, 0, F)
  <+... when != v
        when != \(S = E2\|S++\|S->offset aop E2\)
- v + S->offset
+ v
  ...+>
- U(\(v\|P\))
+ tmp_unmap(S, v, 0, F)

@choice depends on patch exists@
identifier kind.K;
expression S, S2, P, P2, E, O, O2;
assignment operator aop;
position p;
@@
  O = S->offset + E
  ... when != O aop O2
      when != E aop O2
      when != \(O++\|S++\|S = S2\)
  P = sg_page(S) + (O >> PAGE_SHIFT)
  ... when != \(P aop P2\|P++\)
      when != O aop O2
      when != E aop O2
      when != \(O++\|S++\|S = S2\)
  K@p(P)

@page_chosen depends on patch@
identifier kind.K, undo.U, undo.F;
expression choice.S, choice.P, choice.E, choice.O, v, P2, O2;
assignment operator aop, step = {+=, -=};
identifier debug =~ "dbg|debug";
position choice.p;
type T;
@@
  v =
- K@p(P)
+ tmp_map(S, E, F)
  <+... when != v
        when != E aop O2
(
- \((T)v\|v\) + (O & ~PAGE_MASK)
+ v
|
- \((T)v\|v\) + offset_in_page(O)
+ v
|
  v == NULL
|
  debug(..., v, ...)
)
  ...+>
- U(\(v\|P\))
+ tmp_unmap(S, v, E, F)
  ... when != \(O = <+... O ...+>\|O step O2\|O++\)
      when != \(P = <+... P ...+>\|P step P2\|P++\)
      when any

@mapped depends on at_map || at_map_more || at_use || embedded || chosen ||
page_at_map || page_at_map_more || page_at_use || page_chosen@
expression S, E;
identifier F;
@@
 tmp_map(S, E, F)

// The page that nobody uses any more.
@set depends on page_at_map || page_at_map_more || page_at_use || page_chosen@
identifier P;
expression S;
position p;
@@
  P@p = <+... sg_page(S) ...+>;

@used depends on page_at_map || page_at_map_more || page_at_use || page_chosen exists@
identifier P;
position d, p != set.p;
@@
(
  struct page *P@d;
|
  struct page *P@d = ...;
)
  ... when any
  P@p

@depends on page_at_map || page_at_map_more || page_at_use || page_chosen@
identifier P;
expression S;
position d != used.d;
@@
- struct page *P@d = <+... sg_page(S) ...+>;

@depends on page_at_map || page_at_map_more || page_at_use || page_chosen@
identifier P;
expression S;
position d != used.d;
@@
- struct page *P@d;
  <+...
- P = <+... sg_page(S) ...+>;
  ...+>

// A mapping that the callers unmap, by its address.
@subtracted depends on patch@
expression E1, E2;
@@
 kunmap_local(E1 - E2)

@returned depends on patch && !subtracted@
expression S;
@@
  return
- kmap_local_page(sg_page(S)) + S->offset
+ sg_kmap_local(S, 0)
  ;

// What is mapped only to be copied or cleared is not mapped at all, unless it
// tells its own length.
@counted depends on mapped@
expression v, E;
identifier m;
position p;
@@
 memcpy@p(..., v, ..., <+... \(v->m\|v[E]\) ...+>)

@copied depends on mapped@
identifier v;
expression S, E, B, L;
identifier F;
type T1, T2;
position p != counted.p;
@@
(
- v = tmp_map(S, E, F);
|
  T1 v
- = tmp_map(S, E, F)
  ;
)
(
- memcpy@p(\(v\|(T2)v\), B, L);
+ tmp_copy_from(S, B, L, E);
|
- memcpy@p(B, \(v\|(T2)v\), L);
+ tmp_copy_to(S, B, L, E);
|
- memset(\(v\|(T2)v\), 0, L);
+ sg_zero_buffer(S, 1, L, E);
)
- tmp_unmap(S, v, E, F);

// .. behind something that is counted in bytes,
@bytes depends on mapped@
typedef u8;
{void *, char *, unsigned char *, u8 *} v;
position p;
@@
 v = tmp_map@p(...)

@copied_more depends on mapped@
identifier v;
expression S, O, B, L;
identifier F;
type T1;
position bytes.p;
@@
(
- v = tmp_map@p(S, 0, F);
|
  T1 v
- = tmp_map@p(S, 0, F)
  ;
)
(
- memcpy(v + O, B, L);
+ tmp_copy_from(S, B, L, O);
|
- memcpy(B, v + O, L);
+ tmp_copy_to(S, B, L, O);
|
- memset(v + O, 0, L);
+ sg_zero_buffer(S, 1, L, O);
)
- tmp_unmap(S, v, 0, F);

@still depends on copied exists@
identifier copied.v;
type T;
position p;
@@
  T v@p;
  ... when any
  v

@depends on copied@
identifier copied.v;
type T;
position p != still.p;
@@
 {
  ...
- T v@p;
  ... when any
 }

@still_more depends on copied_more exists@
identifier copied_more.v;
type T;
position p;
@@
  T v@p;
  ... when any
  v

@depends on copied_more@
identifier copied_more.v;
type T;
position p != still_more.p;
@@
 {
  ...
- T v@p;
  ... when any
 }

// The caller can do without the mapping, so let it see why there is none,
// unless that goes where it is unmapped.
@jump depends on mapped exists@
expression S, v, E;
identifier F, out;
position p;
@@
  v = tmp_map@p(S, E, F)
  ... when any
  if (\(unlikely(!v)\|v == NULL\)) { ... goto out; }
  ... when any
  out:
  ... when any
  tmp_unmap(S, v, E, F)

@depends on mapped@
expression S, v, E;
identifier F;
statement S1;
position p != jump.p;
@@
  v =
- tmp_map@p(S, E, F)
+ sg_map(S, E, F)
  ... when != v
(
  if (
- unlikely(!v)
+ IS_ERR(v)
  ) S1
|
  if (
- v == NULL
+ IS_ERR(v)
  ) S1
)
  ...
- tmp_unmap(S, v, E, F)
+ sg_unmap(S, v, E, F)

@depends on mapped@
expression S, v, E, B, L;
identifier F;
@@
(
- tmp_map(S, E, SG_KMAP_LOCAL)
+ sg_kmap_local(S, E)
|
- tmp_unmap(S, v, E, SG_KMAP_LOCAL)
+ kunmap_local(v)
|
- tmp_map(S, E, F)
+ sg_map(S, E, F | SG_MAP_MUST_NOT_FAIL)
|
- tmp_unmap(S, v, E, F)
+ sg_unmap(S, v, E, F)
|
- tmp_copy_from(S, B, L, 0)
+ sg_copy_from_buffer(S, 1, B, L)
|
- tmp_copy_to(S, B, L, 0)
+ sg_copy_to_buffer(S, 1, B, L)
|
- tmp_copy_from(S, B, L, E)
+ sg_pcopy_from_buffer(S, 1, B, L, E)
|
- tmp_copy_to(S, B, L, E)
+ sg_pcopy_to_buffer(S, 1, B, L, E)
)

// ---------------------------------------------------------------------------
// Context, org and report: what is mapped by hand, and what is wrong with it
// ---------------------------------------------------------------------------

@paired depends on !patch exists@
identifier kind.K, undo.U;
expression S, v;
position p;
@@
* v = <+... K@p(<+... sg_page(S) ...+>) ...+>
  ... when any
(
  U(<+... v ...+>)
|
  U(<+... sg_page(S) ...+>)
)

@alone depends on !patch@
identifier kind.K;
expression S;
position p != paired.p;
@@
* K@p(<+... sg_page(S) ...+>)

@by_page depends on !patch exists@
identifier kind.K;
expression S, P, E;
position p;
@@
  P = <+... sg_page(S) ...+>
  ... when any
      when != P = sg_page(...)
* K@p(\(P\|P + E\))

// Nothing is added to the start of the page, and nobody asks for the offset.
@before depends on !patch exists@
identifier kind.K;
expression S, v;
position p;
@@
(
  S->offset
|
  sg_set_page(S, ...)
)
  ... when any
  v = K@p(sg_page(S))

@after depends on !patch exists@
identifier kind.K;
expression S, v;
position p;
@@
  v = K@p(sg_page(S))
  ... when any
  S->offset

@embedded_after depends on !patch exists@
identifier kind.K;
expression X, v;
position p;
@@
  v = K@p(sg_page(&X))
  ... when any
  X.offset

@ignored depends on !patch exists@
identifier kind.K, undo.U;
expression S, v, E;
position p != {before.p, after.p, embedded_after.p};
@@
* v = K@p(sg_page(S))
  ... when != v + E
  U(v)

// What is subtracted is not what was added.
@moved depends on !patch exists@
identifier kind.K, undo.U;
expression S, v, E, E2;
assignment operator aop;
position p;
@@
  v = K(sg_page(S)) + S->offset + E
  ... when != U(<+... v ...+>)
  E aop E2
  ... when != U(<+... v ...+>)
* U@p(\(v - S->offset - E\|v - E - S->offset\|v - E\))

// The first to be mapped must be the last to be unmapped.
@order depends on !patch exists@
identifier K1 = {kmap_atomic, kmap_local_page};
identifier K2 = {kmap_atomic, kmap_local_page};
identifier U1 = {kunmap_atomic, kunmap_local};
identifier U2 = {kunmap_atomic, kunmap_local};
expression S1, S2, v1, v2, E;
position p;
@@
  v1 = <+... K1(<+... sg_page(S1) ...+>) ...+>
  ... when != U1(<+... v1 ...+>)
      when != U2(<+... v2 ...+>)
  v2 = <+... K2(<+... sg_page(S2) ...+>) ...+>
  ... when != U2(<+... v2 ...+>)
  U1@p(<+... v1 ...+>)
  ... when any
      when != \(v1 = E\|v2 = E\)
  U2(<+... v2 ...+>)

// All of the entry is accessed, when one page of it is mapped.
@all_at_once depends on !patch exists@
identifier kind.K, undo.U;
identifier f != {min, min_t, min3, max};
expression S, v;
position p;
@@
  v = <+... K(sg_page(S)) ...+>
  ... when != U(...)
* f@p(..., <+... v ...+>, ..., S->length, ...)

@in_a_loop depends on !patch exists@
identifier kind.K, undo.U;
expression S, v, E;
statement S1;
position p;
@@
  v = <+... K(sg_page(S)) ...+>
  ... when != U(...)
(
* for (...; E <@p S->length; ...) S1
|
* while (E <@p S->length) S1
)

@initialize:python depends on report@
@@
def say(p, message):
    coccilib.report.print_report(p[0], message)

@initialize:python depends on org@
@@
def say(p, message):
    coccilib.org.print_todo(p[0], message.replace("[", "@(").replace("]", ")"))

@script:python depends on report || org@
p << paired.p;
K << kind.K;
S << paired.S;
@@
say(p, by_hand(S, K))

@script:python depends on report || org@
p << alone.p;
K << kind.K;
S << alone.S;
@@
say(p, by_hand(S, K) + ", undone elsewhere")

@script:python depends on report || org@
p << by_page.p;
K << kind.K;
S << by_page.S;
@@
say(p, by_hand(S, K) + " of its page")

@script:python depends on report || org@
p << ignored.p;
S << ignored.S;
@@
say(p, "ERROR the offset of %s is ignored" % S)

@script:python depends on report || org@
p << moved.p;
S << moved.S;
@@
say(p, "ERROR the mapping of %s is undone at another address" % S)

@script:python depends on report || org@
p << order.p;
v1 << order.v1;
v2 << order.v2;
@@
if v1 != v2:
    say(p, "ERROR %s is unmapped before %s, which was mapped later" % (v1, v2))

@script:python depends on report || org@
p << all_at_once.p;
S << all_at_once.S;
@@
say(p, "WARNING all of %s is accessed, and one page of it is mapped" % S)

@script:python depends on report || org@
p << in_a_loop.p;
S << in_a_loop.S;
@@
say(p, "WARNING all of %s is accessed, and one page of it is mapped" % S)
