# SPDX-License-Identifier: GPL-2.0
# For the tests: sourced after $top is set.  A test prints a line that begins
# with "ok", "not ok" or "skip"; tests/run counts them.

. "$top/tools/lib.sh"
work=$build/check/$(basename "$0" .sh)
rm -rf "$work"
mkdir -p "$work"
name=${BASE:-$default_base}

# check WHAT COMMAND...: the command must succeed.
check()
{
	what=$1
	if watch "$work/output" without_first "$@"; then
		echo "ok - $1"
	else
		echo "not ok - $1"
		tail -n 20 "$work/output" | sed 's/^/    /'
	fi
}

# refuse WHAT TEXT COMMAND...: the command must fail, and say TEXT in the first
# line that is not about progress.
refuse()
{
	what=$1 text=$2
	shift 2
	if "$@" >"$work/output" 2>&1 </dev/null; then
		echo "not ok - $what: it was accepted"
	elif sed '/^\[ *[0-9]* s\]/d' "$work/output" | head -n 1 | grep -qF -- "$text"; then
		echo "ok - $what"
	else
		echo "not ok - $what: it did not say \"$text\""
		tail -n 20 "$work/output" | sed 's/^/    /'
	fi
}

# at_once FUNCTION ARGUMENT...: call it with each argument, all at the same time, each in a
# shell of its own, with a $work of its own below this one.
at_once()
{
	function=$1 status=0 jobs=''
	shift
	for argument in "$@"; do
		(alone "$function" "$argument") &
		jobs="$jobs $!"
	done
	trap 'kill 0' INT		# what runs in the background ignores Ctrl-C
	for job in $jobs; do
		wait "$job" || status=1
	done
	trap - INT
	return $status
}

alone()
{
	work=$work/$2
	rm -rf "$work"
	mkdir -p "$work"
	"$@"
}

# silent COMMAND...: it must succeed and print nothing.
silent()
{
	"$@" >"$work/said" 2>&1 || { cat "$work/said"; return 1; }
	cat "$work/said"
	[ ! -s "$work/said" ]
}

# kbuild DIR ARCH ARGUMENT...: make in $tree, with its output in DIR.
kbuild()
{
	out=$build/$name/$1 arch=$2
	shift 2
	cross=
	[ "$arch" != arm64 ] || [ "${LLVM:-}" ] || cross=aarch64-linux-gnu-
	set -- CROSS_COMPILE=$cross "$@"
	[ -z "${CC:-}" ] || set -- CC="$(cc_for "$cross")" "$@"
	make -s -C "$tree" O="$out" ARCH="$arch" -j"${JOBS:-$(nproc)}" "$@"
}

# sparse 0.6.4 is new enough but for one word, without which 7.3 does not use it,
# and for a builtin in MODULE_LICENSE() that it takes for no constant.  An error
# must not stay: after one, sparse keeps its warnings to itself.
sparse="sparse -D__typeof_unqual__=__typeof__ '-D__builtin_strlen(x)=(sizeof(x) - 1)'"

# prepare ARCH: build-plain-ARCH, without debugging or forced mappings, on i386 with
# highmem.
prepare()
{
	need_clang
	run "$work/log" "configuring $name for $1" kbuild "build-plain-$1" "$1" defconfig ||
		fail "$work/log" "cannot configure $name for $1"
	[ "$1" != i386 ] || echo CONFIG_HIGHMEM4G=y >>"$build/$name/build-plain-$1/.config"
	run "$work/log" "preparing $name for $1" \
		kbuild "build-plain-$1" "$1" olddefconfig modules_prepare ||
		fail "$work/log" "cannot prepare $name for $1"
}

skip()
{
	echo "skip - $1"
}

# small_kernel DIR: the files of $kernel that the series changes, or looks at.
small_kernel()
{
	mkdir -p "$1"
	(cd "$kernel" && cp --parents -t "$1" Makefile include/linux/mm.h \
		include/kunit/test.h include/linux/highmem.h include/linux/highmem-internal.h \
		$(ls include/kunit/run-in-irq-context.h 2>/dev/null) \
		$(touched "$top/patches" | while read -r file; do ls "$file" 2>/dev/null || :; done))
}

# have WHAT COMMAND...: whether the command finds it on the mirror.  What the mirror
# has not (3) is skipped; what cannot be fetched has failed.
have()
{
	what=$1 status=0
	shift
	("$@") || status=$?
	case $status in
	0) ;;
	3) skip "no $what on this machine's mirror" ;;
	*) echo "not ok - cannot have $what" ;;
	esac
	return $status
}

# same_series DIR1 DIR2: whether both have the same parts, with patches that do the same.
same_series()
{
	for part in "$1"/* "$2"/*; do
		part=${part##*/}
		same_patches "$1/$part" "$2/$part" && same_patches "$2/$part" "$1/$part" || {
			echo "$part is different"
			return 1
		}
	done
}

# parts_alone REPO: for each part of $series in a repository that apply_series made, a
# line with its name, the commit that it is alone on what it needs, and the commits
# before and after it when all are applied.
parts_alone()
{
	all=$(git -C "$1" rev-parse HEAD)
	first=$(git -C "$1" rev-list --max-parents=0 HEAD)
	after=$first
	for part in "$series"/*; do
		before=$after
		after=$(git -C "$1" rev-list --reverse "$after..$all" |
			sed -n "$(ls "$part"/*.patch | wc -l)p")
		case ${part##*/} in
		0*|10-core|3*) needs= ;;
		*) needs="$(ls -d "$series"/0*-fixes-*) $series/10-core" ;;
		esac
		git -C "$1" checkout -q "$first"
		for need in $needs "$part"; do
			our_git -C "$1" am -q "$need"/*.patch >/dev/null 2>&1 </dev/null || {
				our_git -C "$1" am --abort
				echo "${part##*/} does not apply alone" >&2
				return 1
			}
		done
		echo "${part##*/} $(git -C "$1" rev-parse HEAD) $before $after"
	done
	git -C "$1" checkout -q "$all"
}

# use COMMIT: $tree as $repo, which apply_series made, is after that patch.
use()
{
	git -C "$repo" diff --name-only HEAD "$1" -- >"$work/changed"
	git -C "$repo" checkout -q "$1"
	while read -r file; do
		mkdir -p "$(dirname "$tree/$file")"
		rm -f "$tree/$file"
		[ ! -e "$repo/$file" ] || cp "$repo/$file" "$tree/$file"
	done <"$work/changed"
}
