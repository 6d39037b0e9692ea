# What the compiler and sparse say about the code, and how long it is.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
need gcc /usr/include/stdio.h=libc6-dev sparse make flex bison bc perl aarch64-linux-gnu-gcc=gcc-aarch64-linux-gnu \
	/usr/include/libelf.h=libelf-dev /usr/include/openssl/ssl.h=libssl-dev
build_tree

# messages DIR ARCH: what sparse, W=1 and the compiler say, if anything.
messages()
{
	rm -f "$build/$name/$1"/lib/scatterlist.o "$build/$name/$1"/lib/sg_map_kunit.o
	kbuild "$1" "$2" W=1 C=2 CHECK="$sparse" lib/scatterlist.o lib/sg_map_kunit.o
	[ -e "$build/$name/$1/lib/sg_map_kunit.o" ]
}

# count FUNCTION: its instructions, in instructions.o.
count()
{
	case $arch in
	arm64) objdump=aarch64-linux-gnu-objdump ;;
	*) objdump=objdump ;;
	esac
	$objdump -d --no-show-raw-insn --disassemble="$1" \
		"$work/$arch/instructions.o" | grep -c '^ *[0-9a-f]*:	' || :
}

# Without debugging or forced mappings: what the helper costs, on i386 with highmem.
for arch in x86_64 arm64 i386; do
	prepare $arch
	mkdir -p "$work/$arch"
	cp "$top/tests/module/instructions.c" "$work/$arch/"
	echo "obj-m := instructions.o" >"$work/$arch/Kbuild"
	check "$arch: by hand and by helper compile without remark" \
		silent kbuild build-plain-$arch $arch M="$work/$arch" W=1 instructions.o
	for what in map read first; do
		hand=$(count ${what}_by_hand)
		helper=$(count ${what}_by_helper)
		check "$arch: $what: $helper instructions with sg_kmap_local(), $hand by hand" \
			test "$hand" -gt 0 -a "$helper" -gt 0 -a "$helper" -le "$hand"
	done
done

# Sparse does see what is wrong.
mkdir -p "$work/wrong"
cat >"$work/wrong/wrong.c" <<'END'
#include <linux/module.h>
int wrong(int __user *p);
int wrong(int __user *p) { return *p; }
MODULE_LICENSE("GPL");
END
echo "obj-m := wrong.o" >"$work/wrong/Kbuild"
kbuild build-plain-x86_64 x86_64 M="$work/wrong" C=2 CHECK="$sparse" wrong.o >"$work/said" 2>&1 || :
check "sparse runs, and sees what is wrong" grep "dereference of noderef" "$work/said"

# In the builds that the suite ran on.
for arch in i386 x86_64; do
	[ -e "$build/$name/build-$arch/.config" ] || ARCH=$arch "$top/tools/kunit" >/dev/null
	check "$arch: sparse and W=1 have nothing to say" silent messages build-$arch $arch
done
