# The suite, booted.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"

runs="7.3,um 7.3,i386 7.3,x86_64"
[ "${SG_MAP_ALL:-}" ] && runs="$runs 7.3,arm64 7.3,arm 7.3,powerpc 6.12,i386 6.12,x86_64 6.1,i386"

for run in $runs; do
	BASE=${run%,*} ARCH=${run#*,} "$top/tools/kunit" >"$work/output" || :
	verdict=$(grep -o 'sg_map on .*' "$work/output" || echo "sg_map on $run: no verdict")
	if grep -q '^ok' "$work/output"; then
		echo "ok - $verdict"
	else
		echo "not ok - $verdict"
		sed 's/^/    /' "$work/output"
	fi
done

# On a machine with no or little highmem what needs it is skipped.  The judge must have
# nothing else to object to.
small()
{
	MACHINE="-m $1" ARCH=i386 KUNIT=exec "$top/tools/kunit" >"$work/output.$1" || :
	grep '^ok: ' "$work/output.$1" ||
		grep -A 1 ' [1-9][0-9]* passed, 0 failed, .*: test_highmem: not run, and it must be$' \
			"$work/output.$1" | grep '^    the kernel log: '
}
for memory in 512M 900M; do
	check "7.3 i386 with $memory: nothing fails" small $memory
done
check "... and without highmem it is skipped" grep -x ' *test_highmem *1 skipped' "$work/output.512M"
