# The tools, given what they cannot use: one clear line, and nothing broken.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
need git unifdef python3 patch setpriv=util-linux unshare=util-linux mount pgrep=procps
find_kernel
series="$top/tools/series"
export OUT="$work/out"

# What the last tests need is built meanwhile.
um=
[ -e "$build/$name/build-um/.config" ] || { ARCH=um "$top/tools/kunit" >/dev/null & um=$!; }

small=$work/small
small_kernel "$small"
copy()
{
	rm -rf "$work/tree"
	cp -r "$small" "$work/tree"
}

# Trees.
copy
check "a tree is enough" env KERNEL="$work/tree" "$series"
check "... and stays as it was" diff -r "$small" "$work/tree"
check "... and the series is that of patches/" same_series "$OUT" "$top/patches"
refuse "no directory" "is no directory" env KERNEL="$work/none" "$series"
mkdir "$work/empty"
refuse "no kernel tree" "is not a kernel tree" env KERNEL="$work/empty" "$series"
sed -i 's/kmap_local_page/kmap_atomic/' "$work"/tree/include/linux/highmem*.h
refuse "a kernel without kmap_local_page()" "is too old" env KERNEL="$work/tree" "$series"
copy
cat "$top"/patches/*/*.patch | patch -s -p1 -d "$work/tree"
refuse "a tree that has the series" "already has the series" env KERNEL="$work/tree" "$series"
copy
sed -i 's/sg_init_marker/sg_initial_marker/' "$work/tree/include/linux/scatterlist.h"
refuse "a tree that lacks a place for the series" "0 places where 1 must be" \
	env KERNEL="$work/tree" "$series"
copy
git -C "$work/tree" init -q
git -C "$work/tree" add -A
git -C "$work/tree" -c user.name=t -c user.email=t@example.invalid commit -q -m tree
check "a clean git tree" env KERNEL="$work/tree" "$series"
echo "/* mine */" >>"$work/tree/lib/scatterlist.c"
refuse "a dirty git tree" "has uncommitted changes" env KERNEL="$work/tree" "$series"
check "... whose change is still there" grep -q mine "$work/tree/lib/scatterlist.c"
git -C "$work/tree" checkout -q .

refuse "a tree without kunit.py" "cannot run ARCH=i386" \
	env BUILD="$work/build" ARCH=i386 KERNEL="$work/tree" "$top/tools/kunit"
check "... of which a copy with the series was made" \
	grep -q SG_MAP_MUST_NOT_FAIL "$work"/build/tree-*/linux/include/linux/scatterlist.h
check "... and which stays as it was" sh -c "
	git -C '$work/tree' diff --quiet HEAD && [ -z \"\$(git -C '$work/tree' status --porcelain)\" ]"

# make tree, from it.
spatched=$build/spatch		# does not have to be done again
export BUILD="$work/build"
mkdir -p "$BUILD"
ln -s "$spatched" "$BUILD/spatch"
tree_of()
{
	GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=gc.auto GIT_CONFIG_VALUE_0=1 \
		KERNEL="$work/tree" "$top/tools/tree" 2>"$work/messages"
}
check "a tree with the series can be made" tree_of
made=$(cat "$work/output")
check "... with a commit for each patch" sh -c "
	[ \$(git -C '$made' rev-list --count HEAD) = \$((\$(ls '$top'/patches/*/*.patch | wc -l) + 1)) ]"
check "... and the original as it was" git -C "$work/tree" diff --quiet HEAD
check "... and no git gc at work in it, however the user likes it" sh -c "
	[ ! -e '$made/.git/gc.pid' ] && ! ls '$made/.git/objects/pack' | grep ."
check "it can be made again" tree_of
git -C "$made" checkout -q -b work
git -C "$made" -c user.name=t -c user.email=t@example.invalid \
	commit -q --allow-empty -m mine
refuse "a tree with a commit of the user" "has changes of yours" \
	env KERNEL="$work/tree" "$top/tools/tree"
git -C "$made" checkout -q -
git -C "$made" branch -q -D work
echo mine >>"$made/lib/scatterlist.c"
refuse "a tree with changes of the user" "has changes of yours" \
	env KERNEL="$work/tree" "$top/tools/tree"
check "... which are still there" grep -q mine "$made/lib/scatterlist.c"

# Other output.
mkdir -p "$work/other/10-core"
echo "From: somebody else" >"$work/other/10-core/0001-mine.patch"
refuse "an output directory with other patches" "is not ours" \
	env OUT="$work/other" KERNEL="$work/tree" "$series"
check "... which are still there" [ -s "$work/other/10-core/0001-mine.patch" ]
refuse "no output directory" "say where to put the series" env OUT= "$series"
rm -r "$work"/other/*
echo mine >"$work/other/notes.txt"
refuse "an output directory with something else" "is not ours" \
	env OUT="$work/other" KERNEL="$work/tree" "$series"
refuse "an output that is a file" "Not a directory" \
	env OUT="$work/output/x" KERNEL="$work/tree" "$series"
refuse "patches/ from another kernel" "patches/ is made by make patches" \
	env OUT="$top/patches" KERNEL="$work/tree" "$series"
refuse "a build directory with a space" "without spaces" env BUILD="$work/a b" "$series"
refuse "a bad number of jobs" "must be numbers" env JOBS=many "$top/tools/kunit"
check "a relative output and kernel, with spaces" sh -c "
	cd '$work' && rm -rf 'a tree' && cp -r small 'a tree' &&
	KERNEL='a tree' OUT='an output' '$series' && [ -s 'an output/10-core/cover-letter.txt' ]"
refuse "a machine that is not known" "ARCH=vax is not known" env ARCH=vax "$top/tools/kunit"
refuse "a kernel that is not packaged" "no package linux-source-1.0" env BASE=1.0 "$series"
refuse "... nor is one whose name is only part of others" "no package linux-source-6. " \
	env BASE=6. "$series"
missing() { have "linux-source-1.0" fetch_kernel 1.0 | grep '^skip - no linux-source-1.0'; }
check "... and a test of it is skipped" missing
broken() { have "linux-source-1.0" false | grep '^not ok'; }
check "... but not one of a kernel that cannot be fetched" broken

# The machine: fetching with faults.
stub()
{
	mkdir -p "$work/bin"
	printf '#!/bin/sh\n%s\n' "$2" >"$work/bin/$1"
	chmod +x "$work/bin/$1"
}
with_stubs() { env PATH="$work/bin:$PATH" "$@"; }
nothing_half_made()
{
	[ ! -e "$BUILD/linux-$name" ]
}
apt=$(command -v apt-get)

rm -rf "$BUILD"
if unshare -n true 2>/dev/null; then
	refuse "no network" "cannot reach the package mirror" \
		unshare -n "$series"
	check "... leaves nothing half-made" nothing_half_made
else
	skip "no network: needs the right to unshare"
fi
stub apt-get "
	$apt \"\$@\" || exit
	for deb in linux-source-*.deb; do [ -e \$deb ] && truncate -s 1M \$deb; done
	true"
refuse "a truncated download" "cannot unpack" with_stubs "$series"
check "... leaves nothing half-made" nothing_half_made
stub apt-get "
	case \"\$*\" in *download*) echo 'E: 404  Not Found'; exit 100 ;; esac
	exec $apt \"\$@\""
refuse "a download that fails" "cannot fetch" with_stubs "$series"
check "... leaves nothing half-made" nothing_half_made
rm -f "$work/bin/apt-get"
mkdir -p "$BUILD"
if unshare -m mount -t tmpfs none "$BUILD" 2>/dev/null; then
	refuse "a full disk" "disk is full" unshare -m sh -c "
		mount -t tmpfs -o size=400m none '$BUILD'
		'$series'
		status=\$?
		[ ! -e '$BUILD/linux-$name' ] || echo half-made
		exit \$status"
	check "... leaves nothing half-made" sh -c "! grep -q half-made '$work/output'"
else
	skip "a full disk: needs the right to mount"
fi
if [ "$(id -u)" = 0 ]; then
	public=$(mktemp -d)	# for a user who may not see this directory
	for tool in sh env git python3 dirname cat ls mkdir date id sed tail printf head cut \
		cksum flock tr; do
		stub $tool "PATH='$PATH' exec $tool \"\$@\""
	done
	cp -r "$top/tools" "$small" "$work/bin" "$public"
	chmod -R a+rX "$public"
	refuse "a missing package, without root" "as root, apt-get install unifdef" \
		env PATH="$public/bin" KERNEL="$public/small" BUILD="/tmp/sg_map-$$" \
			"$(command -v setpriv)" --reuid=65534 --clear-groups \
			"$(command -v sh)" "$public/tools/series"
	rm -r "$public" "/tmp/sg_map-$$"
	rm "$work"/bin/*
else
	skip "a missing package, without root: this is not root"
fi
export BUILD="$build"

# make clean.
clean() { make -s -C "$top" clean BUILD="$work/clean"; }
visit() { BUILD="$work/clean" sh -c "top='$top' && . '$top/tools/lib.sh'"; }
rm -rf "$work/clean"
check "make clean does nothing where nothing was made" clean
check "a run makes its directory" visit
mkdir "$work/clean/tree-1" "$work/clean/linux-1"
refuse "make clean while something runs there" "another run is at work" \
	flock "$work/clean/lock" make -s -C "$top" clean BUILD="$work/clean"
check "make clean empties it" clean
check "... but for trees" [ "$(ls "$work/clean")" = "$(printf 'lock\ntree-1')" ]
check "... and does so again" clean
rm -rf "$work/clean"
mkdir "$work/clean"
echo mine >"$work/clean/mine"
check "a run in a directory in which something is" visit
refuse "... which make clean leaves alone" "not all in $work/clean is of sg_map" clean
check "... with what was in it" [ -s "$work/clean/mine" ]

# Package sources: Debian's, in all the ways that they are written.
echo "https://mirror.example/debian	priority:1" >"$work/mirrors"
cat >"$work/mixed.list" <<END
deb [arch=amd64 signed-by=/x] https://other.example/linux/debian trixie stable
deb-src http://one.example/debian trixie main
deb [arch=amd64 signed-by=/x] http://one.example/debian/ trixie non-free main
END
cat >"$work/mixed.sources" <<END
Types: deb deb-src
URIs: mirror+file:$work/mirrors
Suites: trixie trixie-updates
Components: main

Types: deb
URIs: http://two.example/debian
Suites: sid
Components: main
Enabled: no
END
cat >"$work/sources" <<END
http://one.example/debian trixie
https://mirror.example/debian trixie
https://mirror.example/debian trixie-updates
END
sources()
{
	unshare -m sh -euc "
		mount -t tmpfs none /etc/apt
		mkdir /etc/apt/sources.list.d
		cp '$work'/mixed.* /etc/apt/sources.list.d
		top='$top' && . '$top/tools/lib.sh' && debian_sources | diff '$work/sources' -"
}
if unshare -m mount -t tmpfs none /etc/apt 2>/dev/null; then
	check "Debian's package sources are found, and no others" sources
else
	skip "Debian's package sources: needs the right to mount"
fi

# Debian moves on: the default kernel is no longer there, or not yet.
update_lists far
newest=$(with_own_lists apt-cache pkgnames | grep -xE 'linux-source-[0-9]+\.[0-9]+' | sort -V | tail -n 1)
for gone in 0.1 99.9; do
	mkdir -p "$work/$gone"
	cp -r "$top/tools" "$work/$gone"
	sed -i "s/^default_base=.*/default_base=$gone/" "$work/$gone/tools/lib.sh"
	check "there is no linux-source-$gone, so that $newest is taken" sh -c "
		top='$work/$gone' && . '$work/$gone/tools/lib.sh' && find_kernel &&
		[ linux-source-\$name = $newest ]"
	cp "$work/output" "$work/said"
	check "... which is said" grep "linux-source-$gone is not on the mirror" "$work/said"
done
refuse "... but not in place of what was asked for" "no package linux-source-0.1 on the mirror, which has" \
	env BASE=0.1 OUT="$work/out" "$series"

# Builds and boots with faults, on a machine of which the kernel is built.
[ -z "$um" ] || wait "$um"
export ARCH=um
refuse "a kernel that does not build" "does not build" env CC=false "$top/tools/kunit"
refuse "a clang that is not known" "LLVM=yes is not known" env LLVM=yes "$top/tools/kunit"
for tool in clang ld.lld llvm-ar; do
	stub $tool "echo \"$tool \$*\" >>'$work/called'; echo Clang 1 2 3"
done
refuse "a clang that is too old" "$name cannot be built with clang: C compiler is too old." \
	env PATH="$work/bin:$PATH" LLVM=1 "$top/tools/kunit"
refuse "... by its name" "$name cannot be built with clang: C compiler is too old." \
	env PATH="$work/bin:$PATH" CC=clang "$top/tools/kunit"
stub clang "echo \"clang \$*\" >>'$work/called'; echo Clang 99 0 0"
rm "$work/called"
refuse "a clang that does not work" "does not build" \
	env PATH="$work/bin:$PATH" LLVM=1 "$top/tools/kunit"
check "... was asked to build" grep -x "clang --version" "$work/called"
rm "$work/bin"/*
refuse "a suite that does not start" "the suite did not run" "$top/tools/kunit" "nothing.*"

export ARCH=i386 KUNIT=exec TIMEOUT=3 SG_MAP_ACCEL="$work/accel"
stub qemu-system-i386 "exec sleep 1234"
mkdir -p "$build/$name/build-i386"
refuse "a QEMU that hangs" "did not finish within 3 s" \
	env PATH="$work/bin:$PATH" "$top/tools/kunit"
check "... is gone" sh -c "! pgrep -f '^sleep 1234'"

# What is shown: on a terminal a line with the progress, which is gone at the end, and with
# Ctrl-C too, which leaves nothing behind.
cat >"$work/terminal" <<'END'
import os, pty, signal, sys, threading
pid, terminal = pty.fork()
if not pid:
    signal.signal(signal.SIGINT, signal.SIG_DFL)	# not so for tests in the background
    os.execvp(sys.argv[2], sys.argv[2:])
if sys.argv[1] != "-":
    threading.Timer(float(sys.argv[1]), os.write, (terminal, b"\3")).start()
try:
    while said := os.read(terminal, 4096):
        os.write(1, said)
except OSError:
    pass
END
unset KUNIT TIMEOUT
cat >"$work/long" <<END
top='$top'
. '$top/tools/lib.sh'
progress() { echo "7 of 9: "; }
run '$work/log' "a long step" sleep "\$1"
END
esc=$(printf '\033')
check "a step shows on a terminal how far it is" sh -c "
	python3 '$work/terminal' - sh '$work/long' 2.5 >'$work/said' &&
	grep '\[ *1 s\] \.\.\. 7 of 9: a long step.*$esc\[K\$' '$work/said'"
check "... and so it does until Ctrl-C" sh -c "
	python3 '$work/terminal' 2.5 sh '$work/long' 1235 >'$work/said' &&
	tail -n 1 '$work/said' | grep '7 of 9: a long step.*$esc\[K\$'"
check "... which leaves nothing behind" sh -c "! pgrep -f 'sleep 123[5]|$work/[l]ong'"
check "... but not in a log" sh -c "
	sh '$work/long' 2.5 2>&1 | grep -v '^\[ *[0-9]* s\] a long step\$' | diff /dev/null -"

# The tests' own times.
mkdir -p "$work/own/tests"
cp -r "$top/tools" "$work/own"
cp "$top/tests/run" "$work/own/tests"
echo 'echo "ok - it does"; sleep 1' >"$work/own/tests/01-one.sh"
check "the tests are timed" sh -c "
	BUILD='$work/own/build' '$work/own/tests/run' 2>'$work/said' | tail -n 2 | tr '\n' ' ' |
		grep -x ' *[12] s  01-one 1 passed, 0 failed, 0 skipped ' && grep '[12] s  01-one' '$work/said'"

# The judge, on results of all kinds.
result()
{
	printf '{"sub_groups": [{"name": "%s", "test_cases": [], "sub_groups": [
		{"name": "test_highmem", "test_cases": [{"name": "a", "status": "%s"}]},
		{"name": "test_read", "test_cases": [{"name": "a", "status": "PASS"}]}]}]}' \
		"$1" "$2" >"$work/json"
	printf 'Linux version\n%s\n%s 1 sg_map\n' "$3" "${4:-ok}" >"$work/log"
}
judge() { "$top/tools/judge" test "$work/json" "$work/log" "$@"; }
result sg_map PASS ""
check "a good run is good" judge test_highmem
result sg_map SKIP ""
check "a run without highmem is good where none is needed" judge
refuse "a run without highmem is not good where it is" "test_highmem: not run" judge test_highmem
result sg_map FAIL ""
refuse "a failed test" "test_highmem: failed" judge
result sg_map ERROR ""
refuse "a broken test" "test_highmem: broken" judge
result sg_map PASS "" "not ok"
refuse "a suite that fails as a whole" "did not end well" judge test_highmem
result other PASS ""
refuse "the suite is not there" "the suite did not run" judge
for splat in "WARNING: lib/scatterlist.c:1 at f+0x1/0x2" "BUG: sleeping function called" \
	"kernel BUG at lib/scatterlist.c:1!" "Oops: general protection fault" \
	"WARNING: possible recursive locking detected" "Kernel panic - not syncing" \
	"BUG: KASAN: use-after-free" "UBSAN: shift-out-of-bounds" \
	"Unable to handle kernel paging request" "BUG kmalloc-8: Redzone overwritten" \
	"Call trace:" "INFO: lockdep is turned off."; do
	result sg_map PASS "[    1.0] $splat"
	refuse "a kernel that says \"$splat\"" "in the kernel log" judge test_highmem
done
rm -f "$work/json"
refuse "no result" "the suite did not run" judge
