# Broken helpers: the suite must fail for each, and pass for what is not broken.
# One kernel has them all, each with a suite of its own; each gets a boot.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
need python3
build_tree
export ARCH KUNIT TIMEOUT

# boots WORKER: every second boot, with the kernel that was built, each worker in a
# directory of its own, where kunit.py leaves the log.
boots()
{
	export VARIANT="mutants-$1"
	here=$build/$name/build-$VARIANT-$ARCH
	rm -rf "$here"
	mkdir -p "$here"
	ln -s "../build-$ARCH/arch" "$here/arch"
	ln -s "$top/lib/sg_map.kunitconfig" "$here/kunitconfig"
	sed 1d "$list" | awk -v n="$1" 'NR % 2 == n { print NR, $0 }' |
	while read -r n number what; do
		"$top/tools/kunit" "sg_map_$number" >"$work/$number" 2>&1 </dev/null || :
		if grep -q "# Subtest: sg_map_$number" "$here/test.log" &&
		   grep -q '^FAILED\|did not finish within' "$work/$number"; then
			echo "ok - killed ($n of $all): $what"
		else
			echo "not ok - not killed ($n of $all): $what"
			sed 's/^/    /' "$work/$number"
		fi
	done
}

list=$work/list
archs=${ONLY:-i386 x86_64}
[ -z "${SG_MAP_ALL:-}" ] || archs="$archs arm64"
for ARCH in $archs; do
	lib=$build/$name/build-$ARCH/lib
	mkdir -p "$lib"
	python3 "$top/tests/mutants.py" "$tree" "$lib" $ARCH "$kernel" >"$list"

	# kbuild makes sg_map_kunit.o from these in place of the file of that name.
	objects=$(sed 's/^\(..\).*/sg_map_\1.o/' "$list" | tr '\n' ' ')
	KUNIT=run TIMEOUT=300
	check "$ARCH: the suite passes when nothing is broken" \
		"$top/tools/kunit" --make_options="sg_map_kunit-y=$objects" sg_map_00

	# A mutant may hang.  It gets three times as long as what is not broken, and some more.
	KUNIT=exec start=$(date +%s)
	check "$ARCH: ... and when it is booted again" "$top/tools/kunit" sg_map_00
	TIMEOUT=$((20 + 3 * ($(date +%s) - start)))
	say "$ARCH: at most $TIMEOUT s each"
	all=$(($(wc -l <"$list") - 1))
	at_once boots 0 1
	rm -f "$lib"/sg_map_[0-9][0-9].*
done
