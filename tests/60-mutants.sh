# Broken helpers: the suite must fail for each, and pass for what is not broken.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
need python3
build_tree

python3 "$top/tests/mutants.py" "$tree" "$work" >"$work/list"

# judge NUMBER ARCH: what the suite says with that mutant.
judge()
{
	ARCH=$2 TIMEOUT=30 "$top/tools/kunit" \
		"--make_options=CFLAGS_sg_map_kunit.o=-include $work/$1.h" \
		>"$work/$1" 2>"$work/$1.messages" || :
}

while read -r number arch what; do
	judge "$number" "$arch" </dev/null
	if [ "$number" = 00 ]; then
		if grep -q '^ok' "$work/$number"; then
			echo "ok - the suite passes when $what"
		else
			echo "not ok - the suite fails when $what"
		fi
	elif grep -q '^FAILED' "$work/$number" ||
	     grep -q 'did not finish within' "$work/$number.messages"; then
		echo "ok - killed: $what"
	else
		echo "not ok - not killed: $what"
		sed 's/^/    /' "$work/$number" "$work/$number.messages"
	fi
done <"$work/list"
