# <linux/scatterlist.h> includes <linux/highmem.h> with the series, and half of the
# kernel includes it.  On every machine that Debian has a compiler for, what did not
# include both before, and what the series changes, builds with nothing new to say.  And
# it takes little more time.
#
# ONLY="sh arc" tests/run all 47-header is for some of the machines.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
if [ -z "${SG_MAP_ALL:-}" ]; then
	skip "the header on every machine: make check-all builds it"
	exit
fi
need git gcc /usr/include/stdio.h=libc6-dev make flex bison bc perl python3 \
	/usr/include/libelf.h=libelf-dev /usr/include/openssl/ssl.h=libssl-dev

# NAME ARCH COMPILER SAMPLE CONFIG OPTION...: COMPILER is "clang", or what gcc is
# for; SAMPLE is how many objects to build besides those that the series changes, 0
# for all there are; -OPTION is one that must not be set.
machines()
{
	cat <<'END'
x86_64 x86_64 - 200 allmodconfig
x86_64-none x86_64 - 0 allnoconfig
x86_64-clang x86_64 clang 200 allmodconfig
i386 i386 - 40 allmodconfig HIGHMEM4G -X86_PAE
i386-pae i386 - 40 allmodconfig HIGHMEM4G X86_PAE
arm arm arm-linux-gnueabihf 40 allmodconfig ARCH_MULTI_V5 -ARCH_MULTI_V6 -ARCH_MULTI_V7 -HIGHMEM -CPU_BIG_ENDIAN
arm-highmem arm arm-linux-gnueabihf 40 allmodconfig ARCH_MULTI_V7 HIGHMEM -CPU_BIG_ENDIAN
arm-nommu arm arm-linux-gnueabihf 40 allmodconfig -MMU -CPU_BIG_ENDIAN
arm64 arm64 aarch64-linux-gnu 40 allmodconfig
arm64-clang arm64 clang 40 allmodconfig
riscv riscv riscv64-linux-gnu 40 allmodconfig
riscv-nommu riscv riscv64-linux-gnu 40 allmodconfig -MMU
s390 s390 s390x-linux-gnu 40 allmodconfig
powerpc powerpc powerpc-linux-gnu 40 allmodconfig -PPC64 PPC_BOOK3S_32 HIGHMEM
ppc64le powerpc powerpc64le-linux-gnu 40 allmodconfig PPC64 CPU_LITTLE_ENDIAN
mips mips mips-linux-gnu 40 allmodconfig MIPS_ALCHEMY -HIGHMEM
mips-highmem mips mips-linux-gnu 40 allmodconfig MIPS_MALTA HIGHMEM
m68k m68k m68k-linux-gnu 40 allmodconfig MMU
m68k-nommu m68k m68k-linux-gnu 40 allmodconfig -MMU COLDFIRE
sparc sparc sparc64-linux-gnu 40 allmodconfig -64BIT HIGHMEM
sparc64 sparc sparc64-linux-gnu 40 allmodconfig 64BIT
sh sh sh4-linux-gnu 40 allmodconfig MMU CPU_SUBTYPE_SH7751R
sh-nommu sh sh4-linux-gnu 40 allmodconfig -MMU
parisc parisc hppa-linux-gnu 40 allmodconfig -64BIT
parisc64 parisc64 hppa64-linux-gnu 40 allmodconfig 64BIT
alpha alpha alpha-linux-gnu 40 allmodconfig
arc arc arc-linux-gnu 40 allmodconfig HIGHMEM
loongarch loongarch clang 40 allmodconfig
hexagon hexagon clang 40 allmodconfig
END
}

# What the machines lack: what only makes the code larger and slower to build, and
# -Werror, as there are warnings before.
lean="GCC_PLUGINS KASAN KCSAN KMSAN UBSAN KCOV GCOV_KERNEL FTRACE PROVE_LOCKING
	LOCK_STAT DEBUG_PREEMPT DEBUG_INFO_BTF WERROR RUST DEBUG_LOCK_ALLOC
	HEADERS_INSTALL MODVERSIONS"

kbuild_here()
{
	case $compiler in
	clang) set -- LLVM=-19 "$@" ;;
	*)
		cross=
		[ "$compiler" = - ] || cross=$compiler-
		set -- CROSS_COMPILE=$cross "$@"
		[ -z "${CC:-}" ] || set -- CC="$(cc_for "$cross")" "$@" ;;
	esac
	make -s -C "$tree" O="$out" ARCH="$arch" -j"${JOBS:-$(nproc)}" "$@"
}

# configure CONFIG OPTION...: and all that is generated.
configure()
{
	config=$1
	shift
	mkdir -p "$out"
	printf '# CONFIG_%s is not set\n' $lean >"$out/options"
	printf 'CONFIG_%s=y\n' DEBUG_INFO_NONE "$@" |
		sed 's/^CONFIG_-\(.*\)=y$/# CONFIG_\1 is not set/' >>"$out/options"
	kbuild_here KCONFIG_ALLCONFIG="$out/options" "$config" || return
	for option in "$@"; do
		case $option in
		-*) ! grep -qx "CONFIG_${option#-}=y" "$out/.config" ;;
		*) grep -qx "CONFIG_$option=y" "$out/.config" ;;
		esac || { echo "it is not $option"; return 1; }
	done
	kbuild_here modules_prepare
}

# lists HEADER <FILES: those of them that were made from it.
lists()
{
	while read -r file; do
		! grep -sqF " $tree/include/linux/$1 " "$out/${file%/*}/.${file##*/}.cmd" ||
			echo "$file"
	done
}

# choose: the objects to build.  Preprocessing tells those of the sample; there are a
# few more than needed, as not all can be built.
choose()
{
	git -C "$repo" diff --name-only "$first" "$last" -- '*.c' | sed 's/c$/o/' >"$work/touched"
	python3 "$top/tests/header.py" objects "$tree" "$out" |
		grep -xF -f "$work/touched" >"$work/ours"
	! grep -q '^CONFIG_KUNIT=' "$out/.config" || echo lib/sg_map_kunit.o >>"$work/ours"
	python3 "$top/tests/header.py" sample "$tree" "$out" |
		grep -vxF -f "$work/touched" | sed 's/o$/i/' >"$work/likely"
	most=$((sample == 0 ? 10000 : sample + sample / 10)) at=1
	: >"$work/sample"
	while [ "$(wc -l <"$work/sample")" -lt $most ]; do
		sed -n "$at,$((at + most - 1))p" "$work/likely" >"$work/some"
		at=$((at + most))
		[ -s "$work/some" ] || break
		kbuild_here -k $(cat "$work/some") || :
		lists highmem.h <"$work/some" >"$work/not"
		lists scatterlist.h <"$work/some" | grep -vxF -f "$work/not" |
			sed 's/i$/o/' >>"$work/sample"
		(cd "$out" && xargs rm -f <"$work/some")
	done
	sed -i "${most}q" "$work/sample"
	cat "$work/ours" "$work/sample" >"$work/objects"
}

# messages WHEN: what is said about the objects, without the line numbers, and which
# of them can be built.
messages()
{
	(cd "$out" && xargs rm -f <"$work/objects")
	kbuild_here olddefconfig || return
	kbuild_here -k -O W=1 $(cat "$work/objects") >"$work/$machine-$1.log" 2>&1 || :
	grep -iE '(warning|error):' "$work/$machine-$1.log" | sed 's/:[0-9][0-9:]*/:/' |
		sort >"$work/$1"
	while read -r object; do
		[ ! -e "$out/$object" ] || echo "$object"
	done <"$work/objects" >"$work/$1-built"
}

# nothing_new: compare, and see that it was the header of the series.
nothing_new()
{
	! comm -13 "$work/before" "$work/after" | uniq | grep . || return
	! grep -vxF -f "$work/after-built" "$work/before-built" |
		sed 's/$/ cannot be built any more/' | grep . || return
	[ "$(lists highmem.h <"$work/built" | wc -l)" = "$others" ] ||
		{ echo "not all include highmem.h after the series"; return 1; }
	[ "$others" -gt 0 ] && [ "$others" -ge "$sample" ] ||
		{ echo "too few: $sample were asked for"; return 1; }
}

find_kernel
find_series ""
repo=$work/repo
apply_series "$repo"
tree=$work/linux
last=$(git -C "$repo" rev-parse HEAD)
first=$(git -C "$repo" rev-list --reverse HEAD | head -n 1)
copy_kernel "$tree" -l
for when in "old $first" "new $last"; do
	mkdir -p "$work/${when% *}/linux"
	git -C "$repo" show "${when#* }:include/linux/scatterlist.h" \
		>"$work/${when% *}/linux/scatterlist.h"
done

machines >"$work/machines"
while read -r machine arch compiler sample options <&3; do
	case " ${ONLY:-$machine} " in
	*" $machine "*) ;;
	*) continue ;;
	esac
	case $compiler in
	-) packages= ;;
	clang) packages="clang-19 ld.lld-19=lld-19 llvm-ar-19=llvm-19" ;;
	*) packages="$compiler-gcc=gcc-$compiler" ;;
	esac
	(need $packages) || {
		skip "$machine: its compiler cannot be installed"
		continue
	}
	out=$work/$machine
	use "$first"
	if ! run "$work/log" "preparing $name for $machine" configure $options ||
	   ! run "$work/log" "choosing objects of $machine" choose ||
	   ! run "$work/log" "building them before the series" messages before ||
	   ! use "$last" ||
	   ! run "$work/log" "building them after the series" messages after; then
		echo "not ok - $machine: nothing can be built"
		tail -n 20 "$work/log" | sed 's/^/    /'
		rm -rf "$out"
		continue
	fi
	grep -xF -f "$work/sample" "$work/after-built" >"$work/built" || :
	others=$(wc -l <"$work/built")
	ours=$(($(wc -l <"$work/after-built") - others))
	check "$machine: $ours objects that change and $others that did not include highmem.h: nothing new is said" \
		nothing_new
	if [ $machine = x86_64 ]; then
		cheap=true
		run "$work/log" "measuring what the header costs" python3 "$top/tests/header.py" \
			cost "$out" "$work/old" "$work/new" "$work/built" || cheap=false
		check "header: sample of $others: $(tail -n 1 "$work/log")" $cheap
	fi
	rm -rf "$out"
done 3<"$work/machines"
