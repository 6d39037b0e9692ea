# What the kernel's own checkers say about the patches.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
need git perl python3 unifdef /usr/lib/python3/dist-packages/ply=python3-ply \
	/usr/lib/python3/dist-packages/git=python3-git
build_tree
cd "$tree"
PATH=/usr/bin:$PATH

# Left out of checkpatch --strict, because
# BIT_MACRO: the flags of <linux/scatterlist.h> are written as shifts
# DEPRECATED_API: kmap() and kmap_atomic() are what two of the flags stand for
# MACRO_ARG_REUSE: sg_unmap() looks at the type of addr, and uses it once
# FILE_PATH_CHANGES: MAINTAINERS is a patch of its own
exceptions=BIT_MACRO,DEPRECATED_API,MACRO_ARG_REUSE,FILE_PATH_CHANGES
for patch in "$series"/*/*.patch; do
	check "checkpatch --strict: ${patch#"$series/"}" scripts/checkpatch.pl --quiet \
		--strict --no-signoff --ignore $exceptions "$patch"
done

for file in include/linux/scatterlist.h lib/scatterlist.c; do
	check "kernel-doc has nothing new to say about $file" sh -c "
		scripts/kernel-doc -none -Wall '$file' 2>&1 | sed 's/:[0-9][0-9]*//' | sort >'$work/new'
		scripts/kernel-doc -none -Wall '$kernel/$file' 2>&1 |
			sed 's/:[0-9][0-9]*//; s,$kernel/,,' | sort >'$work/old'
		comm -13 '$work/old' '$work/new' | diff /dev/null -"
done
check "kernel-doc knows all that the manual page names" sh -c "
	grep -q ':identifiers: sg_kmap_local' Documentation/core-api/sg_map.rst &&
	sed -n 's/.*:identifiers: //p' Documentation/core-api/sg_map.rst | tr ' ' '\n' |
	while read -r function; do
		scripts/kernel-doc -rst -function \$function include/linux/scatterlist.h |
			grep -q 'c:\(function\|macro\):: .*\<'\$function || exit
	done"

for file in Documentation/core-api/sg_map.rst lib/sg_map_kunit.c lib/sg_map.kunitconfig; do
	check "get_maintainer.pl finds our entry for $file" sh -c "
		scripts/get_maintainer.pl --no-tree --no-git --no-git-fallback --sections -f '$file' |
			grep -q '^SCATTERLIST MAPPING HELPERS'"
done
check "the entry is in its place in MAINTAINERS" sh -c "
	scripts/get_maintainer.pl --no-tree --self-test=sections > '$work/self' ; ! grep -i scatterlist '$work/self'"

need shellcheck
check "shellcheck is content with the scripts" sh -c "
	cd '$top' && shellcheck -s sh -e SC1091,SC2015,SC2034,SC2100,SC2154,SC2012,SC2016,SC2046,SC2086 \
		tools/lib.sh tools/kunit tools/bench tools/coccicheck tools/tree tools/series tools/send tools/clean tools/qemu tests/run tests/*.sh"
check "no line names a machine or a package host" sh -c "
	cd '$top' && git grep -nIE '^Signed-off-by: |https?://[a-z0-9.-]*(debian|npm)[a-z0-9.-]*/|[a-z]\.(debian|npmjs)\.org|(^|[^A-Za-z0-9_.])/(home|root|work|farm)/' -- . ':!COPYING' ':!tests/20-style.sh'; [ \$? = 1 ]"
