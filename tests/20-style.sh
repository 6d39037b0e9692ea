# What the kernel's own checkers say about the patches.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
need git perl python3 unifdef /usr/lib/python3/dist-packages/ply=python3-ply \
	/usr/lib/python3/dist-packages/git=python3-git
build_tree
cd "$tree"
PATH=/usr/bin:$PATH

# What checkpatch --strict is not asked about, as one patch has the entry in MAINTAINERS
# for the files of all, and in single patches
exceptions()
{
	printf FILE_PATH_CHANGES
	case ${1##*/} in
	# ... kmap() and kmap_atomic() are what two flags stand for; the flags are shifts,
	# as those of sg_miter; sg_unmap() looks at the type of addr, and uses it once.
	0001-scatterlist-add-sg_kmap_local*) echo ,DEPRECATED_API,BIT_MACRO,MACRO_ARG_REUSE ;;
	# ... it mends what kunmap_atomic() is given.
	0001-scsi-target-sbc-Fix-the-address*) echo ,DEPRECATED_API ;;
	# ... it moves the kmap() that is there, as the thread of another uses the address.
	*-mmc-mmc_spi-Map-the-page-of-each-block*) echo ,DEPRECATED_API ;;
	# ... these use names that the driver has.
	*-scsi-arcmsr-Do-not* | *-scsi-dc395x-* | *-scsi-pm80xx-* | *-scsi-sym53c500_cs-*)
		echo ,CAMELCASE ;;
	# ... a test uses up the slots of kmap().
	0005-scatterlist-add-KUnit*) echo ,DEPRECATED_API ;;
	# ... it looks as all in that file does.
	0002-tracing-dma-limit*) echo ,PARENTHESIS_ALIGNMENT ;;
	esac
}
for patch in "$series"/*/*.patch; do
	check "checkpatch --strict: ${patch#"$series/"}" scripts/checkpatch.pl --quiet \
		--strict --no-signoff --ignore "$(exceptions "$patch")" "$patch"
done

for file in include/linux/scatterlist.h lib/scatterlist.c; do
	check "kernel-doc has nothing new to say about $file" sh -c "
		scripts/kernel-doc -none -Wall '$file' 2>&1 | sed 's/:[0-9][0-9]*//' | sort >'$work/new'
		scripts/kernel-doc -none -Wall '$kernel/$file' 2>&1 |
			sed 's/:[0-9][0-9]*//; s,$kernel/,,' | sort >'$work/old'
		comm -13 '$work/old' '$work/new' | diff /dev/null -"
done
for file in Documentation/core-api/sg_map.rst include/linux/scatterlist.h lib/scatterlist.c lib/sg_map_kunit.c; do
	check "get_maintainer.pl finds our entry for $file" sh -c "
		scripts/get_maintainer.pl --no-tree --no-git --no-git-fallback --sections -f '$file' |
			grep -q '^SCATTERLIST MAPPING HELPERS'"
done
check "the entry is in its place in MAINTAINERS" sh -c "
	scripts/get_maintainer.pl --no-tree --self-test=sections > '$work/self' ; ! grep -i scatterlist '$work/self'"

need shellcheck
check "shellcheck is content with the scripts" sh -c "
	cd '$top' && shellcheck -s sh -e SC1091,SC2015,SC2034,SC2100,SC2154,SC2012,SC2016,SC2046,SC2086 \
		tools/lib.sh tools/kunit tools/drivers tools/dma tools/bench tools/coccicheck tools/tree tools/series tools/send tools/clean tools/qemu tests/run tests/*.sh"
check "no line names a machine or a package host" sh -c "
	cd '$top' && git grep -nIE '^Signed-off-by: |https?://[a-z0-9.-]*(debian|npm)[a-z0-9.-]*/|[a-z]\.(debian|npmjs)\.org|(^|[^A-Za-z0-9_.])/(home|root|work|farm)/' -- . ':!COPYING' ':!tests/20-style.sh'; [ \$? = 1 ]"
