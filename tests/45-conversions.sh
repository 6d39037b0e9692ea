# The conversions: each patch builds, and all of them say and weigh no more.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
need gcc /usr/include/stdio.h=libc6-dev sparse make flex bison bc perl python3 \
	/usr/include/libelf.h=libelf-dev /usr/include/openssl/ssl.h=libssl-dev

# objects COMMIT...: those of what the commits change, that the machine can have, but for what is
# new and built with the suites.
objects()
{
	git -C "$repo" diff --name-only "$@" -- '*.c' | sed 's/c$/o/' | case $arch in
	mips)	grep au1xmmc ;;
	i386)	grep -v -e au1xmmc -e mmc/host/omap -e map_kunit -e map_sg_kunit -e fail_map -e mm/memremap ;;
	*)	grep -v -e au1xmmc -e mmc/host/omap -e map_kunit -e map_sg_kunit -e fail_map ;;
	esac || :
}

# messages BEGIN END: what is said about the objects, without the line numbers.
messages()
{
	objects "$first" "$last" >"$work/objects"
	(cd "$out" && xargs rm -f <"$work/objects")
	kbuild_here W=1 C=2 CHECK="$sparse" $(cat "$work/objects") >"$work/said" 2>&1 ||
		{ tail -n 20 "$work/said"; return 1; }
	grep -E '(warning|error):' "$work/said" | sed 's/:[0-9]*:[0-9]*:/:/' | sort
}

kbuild_here()
{
	[ -z "${LLVM:-}" ] || cross=
	set -- CROSS_COMPILE="$cross" "$@"
	[ -z "${CC:-}" ] || set -- CC="$(cc_for "$cross")" "$@"
	make -s -C "$tree" O="$out" ARCH="$arch" -j"${JOBS:-$(nproc)}" "$@"
}

# compile OBJECT...: what kbuild did for them before the series.  To ask it again takes
# longer than the compiler does.
compile()
{
	for object in "$@"; do
		command=$(sed -n 's/^\(saved\)\{0,1\}cmd_[^ ]* := //p' \
			"$out/${object%/*}/.${object##*/}.cmd" | sed 's/$(pound)/#/g; s/\$\$/$/g')
		[ "$command" ] && (cd "$out" && sh -e -c "$command") || return
	done
}

# keep WHEN: the objects, and all of them in one.
keep()
{
	mkdir -p "$work/$1"
	(cd "$out" && xargs cp --parents -t "$work/$1" <"$work/objects" &&
		xargs ld -r -z muldefs -o "$work/$1.o" <"$work/objects")
}

# bytes WHAT: "before after", as bloat-o-meter counts them.
bytes()
{
	"$tree/scripts/bloat-o-meter" "$work/before$1" "$work/after$1" |
		sed -n 's/^Total: Before=\([0-9]*\), After=\([0-9]*\),.*/\1 \2/p'
}

# What the machine lists: without what only makes the code larger and slower to
# build, all that can be built as a module.
lean="GCC_PLUGINS KASAN KCSAN KMSAN UBSAN KCOV GCOV_KERNEL FTRACE PROVE_LOCKING
	LOCK_STAT DEBUG_PREEMPT DEBUG_INFO_BTF WERROR RUST DEBUG_LOCK_ALLOC"

# build_for BASE-ARCH: everything for one machine.
build_for()
{
	arch=${1#*-} config=allmodconfig cross=
	our_git clone -q --shared "$repo" "$work/repo"
	parts=$repo.parts repo=$work/repo
	tree=$work/linux
	copy_kernel "$tree" -l
	if [ $arch = mips ]; then
		need mips-linux-gnu-gcc=gcc-mips-linux-gnu
		cross=mips-linux-gnu- config=db1xxx_defconfig
	fi
	out=$work/build
	use "$first"
	run "$work/log" "preparing $name for $arch, $config" sh -c "
		make -s -C '$tree' O='$out' ARCH=$arch $config &&
		'$tree/scripts/config' --file '$out/.config' $(printf -- '-d %s ' $lean) -e DEBUG_INFO_NONE &&
		{ [ $arch != i386 ] || '$tree/scripts/config' --file '$out/.config' -e HIGHMEM4G; } &&
		make -s -C '$tree' O='$out' ARCH=$arch olddefconfig &&
		{ [ $arch != i386 ] || grep -qx CONFIG_HIGHMEM4G=y '$out/.config'; }" &&
	run "$work/log" "preparing $name for $arch, $config" kbuild_here modules_prepare ||
		fail "$work/log" "cannot prepare $name for $arch"

	say "$BASE $arch: what is said before the series"
	check "$BASE $arch: what is converted builds before" messages
	sort "$work/output" >"$work/said-before"
	[ $arch != x86_64 ] || keep before

	# Each prefix: what a patch changes is built as soon as it is applied.
	for commit in $(git -C "$repo" rev-list --reverse "$first..$last"); do
		use "$commit"
		what=$(git -C "$repo" log -1 --format=%s "$commit")
		built=$(objects "$commit~1" "$commit")
		[ "$built" ] || continue
		check "$BASE $arch: builds: $what" compile $built
	done

	# Each part, on what it needs.  What it changes, and every header, is mostly the same
	# as when the other parts are there as well, and then it was just built.
	[ $BASE != 7.3 ] || while read -r part alone before after; do
		if git -C "$repo" diff --quiet "$alone" "$after" -- '*.h' \
				$(git -C "$repo" diff --name-only "$before" "$after"); then
			echo "ok - $BASE $arch: $part alone is what was built with all parts before it"
		else
			use "$alone"
			check "$BASE $arch: $part builds alone" compile $(objects "$before" "$after")
		fi
	done <"$parts"
	use "$last"

	check "$BASE $arch: what is converted builds after" messages
	sort "$work/output" >"$work/said-after"
	check "$BASE $arch: sparse and W=1 say nothing new about it" sh -c "
		! comm -13 '$work/said-before' '$work/said-after' | grep ."
	[ $arch = x86_64 ] || return 0
	keep after
	while read -r object; do
		echo "$object" $(bytes "/$object")
	done <"$work/objects" >"$work/bloat"
	total=$(bytes .o)
	check "$BASE: bloat-o-meter: ${total% *} bytes before, ${total#* } after" \
		test "${total% *}" -gt 0 -a "${total#* }" -le "${total% *}"
}

for BASE in 7.3 ${SG_MAP_ALL:+6.12 6.1}; do
	have "linux-source-$BASE" fetch_kernel $BASE || continue
	find_kernel
	repo=$work/repo
	if [ $BASE = 7.3 ]; then
		find_series ""
		apply_series "$repo"
		parts_alone "$repo" >"$repo.parts"
	else
		find_series --script
		apply_series "$repo"
	fi
	last=$(git -C "$repo" rev-parse HEAD)
	first=$(git -C "$repo" rev-list --max-parents=0 HEAD)
	machines=$BASE-x86_64
	[ $BASE != 7.3 ] || machines="$machines 7.3-i386 ${SG_MAP_ALL:+7.3-mips}"
	at_once build_for $machines
done
