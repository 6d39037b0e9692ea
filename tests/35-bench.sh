# The copying functions: they do what they did before, and faster.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
export ARCH

archs=um
[ -z "${SG_MAP_ALL:-}" ] || archs="um i386 x86_64"
for ARCH in $archs; do
	# Time is not exact on a machine that does something else as well.
	again=false
	[ $ARCH != um ] || again="'$top/tools/bench' --check"
	check "$ARCH: copies are the same as before, and as fast as promised" \
		sh -c "'$top/tools/bench' --check || $again"
done

# It notices what is slower.
sed 's/^\(.*bench: to_buffer 16 1 0 new\) .*/\1 1000.000/' "$build/$name/build-bench-um/test.log" >"$work/slow"
refuse "a copy that is slower than before" "FAILED: um: to_buffer, 16 in 1: slower than before" \
	sh -c "'$top/tools/bench.py' --check um='$work/slow' >'$work/said' && exit; grep FAILED '$work/said'; exit 1"
