// For the tests: what is mapped in one way and unmapped in another.

@mapped exists@
expression v, E, E2;
identifier M = {sg_map, sg_kmap_local};
identifier U = {kunmap, kunmap_atomic, kunmap_local, sg_unmap};
position p, q;
@@
 v = M@p(...)
 ... when != v = E
     when any
(
 U@q(<+... v ...+>)
|
 U@q(E2, <+... v ...+>, ...)
)

@by_hand exists@
expression S, v, E, E2, E3;
identifier K = {kmap, kmap_atomic, kmap_local_page};
position p, q;
@@
(
 v = K@p(E2)
|
 v = K@p(E2) + E3
)
 ... when != v = E
     when any
 sg_unmap@q(S, v, ...)

@other exists@
expression S, S2, v, O, O2, F, F2, E;
position p, q;
@@
 v = sg_map@p(S, O, F)
 ... when != v = E
 sg_unmap@q(S2, v, O2, F2)

@script:python@
p << mapped.p;
q << mapped.q;
M << mapped.M;
U << mapped.U;
@@
if (M, U) not in (("sg_map", "sg_unmap"), ("sg_kmap_local", "kunmap_local")):
    print("%s:%s: %s() undone by %s() in line %s" % (p[0].file, p[0].line, M, U, q[0].line))

@script:python@
p << by_hand.p;
q << by_hand.q;
K << by_hand.K;
@@
print("%s:%s: %s() undone by sg_unmap() in line %s" % (p[0].file, p[0].line, K, q[0].line))

@script:python@
p << other.p;
q << other.q;
S << other.S;
S2 << other.S2;
O << other.O;
O2 << other.O2;
F << other.F;
F2 << other.F2;
@@
if (S, O, F.replace(" | SG_MAP_MUST_NOT_FAIL", "")) != (S2, O2, F2):
    print("%s:%s: sg_map(%s, %s, %s) undone by sg_unmap(%s, .., %s, %s)" % (p[0].file, p[0].line, S, O, F, S2, O2, F2))
