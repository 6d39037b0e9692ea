# The header out of tree: modules against a distribution's headers.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
need pahole gcc /usr/include/stdio.h=libc6-dev make flex bison bc perl /usr/include/libelf.h=libelf-dev \
	/usr/include/openssl/ssl.h=libssl-dev

# headers VERSION: Debian's headers of it, in $build/headers-VERSION.  They are not
# installed, for they would bring a kernel with them, but unpacked and told where they
# are.  Fails with 3 if there are none.
headers()
{
	[ -d "$build/headers-$1" ] && return
	update_lists near
	release=$(with_own_lists apt-cache pkgnames "linux-headers-$1." |
		grep -xE 'linux-headers-[0-9.]+[-+][0-9a-z]+-amd64' | sort -V | tail -n 1)
	[ "$release" ] || return 3
	kbuild=$(with_own_lists apt-cache show "$release" |
		sed -n '/^Depends: /s/.*\(linux-kbuild-[^ ,]*\).*/\1/p' | head -n 1)
	download "$build/headers-new" "$release" "${release%-amd64}-common" "$kbuild" ||
		return
	mv "$build/headers-new/usr/src/$release" "$build/headers-new/usr/src/release" &&
		sed -i "s,/usr/src/,$build/headers-$1/usr/src/," "$build/headers-new/usr/src/release/Makefile" &&
		rm -rf "$build/headers-new/deb" "$build/headers-$1" &&
		mv "$build/headers-new" "$build/headers-$1"
}

# module DIR [ARGUMENT...]: build the sample against the kernel there, with the
# compiler that it was built with.
module()
{
	against=$1
	shift
	rm -rf "$work/module"
	cp -r "$top/tests/module" "$work/module"
	cp "$top/lib/scatterlist.c" "$work/module"
	make -C "$against" M="$work/module" SG_MAP="$top" W=1 "$@"
}

# complete: both modules were built, and the compiler had nothing to say.
complete()
{
	[ -s "$work/module/inline_only.ko" ] && [ -s "$work/module/complete.ko" ] &&
		! grep -i '\.[ch]:.*\(warning\|error\)' "$work/built"
}

for version in 6.1 6.12; do
	have "linux-headers-$version" headers $version || continue
	headers=$build/headers-$version/usr/src
	release=$(cat "$headers/release/include/config/kernel.release")
	check "the sample modules build against the headers of $release" \
		module "$headers/release" LLVM=
	cp "$work/output" "$work/built"
	check "... both of them, without a warning" complete
	check "... and bring their own sg_map()" \
		sh -c "nm '$work/module/complete.ko' | grep -q ' T __sg_map\$'"

	for bad in 1 2 3 4 5 6 7 8 9 10; do
		if module "$headers/release" LLVM= KCFLAGS="-DBAD=$bad -Werror" >"$work/built" 2>&1 ||
		   ! grep -q 'BUILD_BUG_ON failed\|Werror=unused-result' "$work/built"; then
			echo "not ok - wrong use $bad is not refused"
			tail "$work/built" | sed 's/^/    /'
		else
			echo "ok - wrong use $bad is refused"
		fi
	done
done

# On a kernel with the series our header steps aside.
build_tree
prepare x86_64
check "the sample modules build against a kernel with the series" \
	module "$build/$name/build-plain-x86_64" ARCH=x86_64 KBUILD_MODPOST_WARN=1 ${CC:+CC="$CC"}
cp "$work/output" "$work/built"
check "... both of them, without a warning" complete
compiler() { readelf -p .comment "$1" | grep -om 1 'GCC.*\|clang.*'; }
check "... with its compiler" [ "$(compiler "$work/module/use_all.o")" = \
	"$(compiler "$build/$name/build-plain-x86_64/scripts/mod/empty.o")" ]
check "... and use the kernel's sg_map()" \
	sh -c "nm '$work/module/complete.ko' | grep -q ' U __sg_map\$'"
