# SPDX-License-Identifier: GPL-2.0
# What the tools share: messages, packages, kernels.  POSIX shell, sourced with
# $top set to the top of the repository.
#
# All that is made or fetched goes below $build.  What is there under its final
# name is complete: it was made under another name and renamed.

set -eu
umask 022
began=$(date +%s)
default_base=7.3
codename=$(. /etc/os-release 2>/dev/null && echo "${VERSION_CODENAME:-}") || :

# What would reach make and git, and make them work elsewhere or otherwise.
unset MAKEFLAGS MFLAGS GNUMAKEFLAGS MAKEOVERRIDES MAKELEVEL O M V W C \
	KBUILD_OUTPUT KBUILD_EXTMOD KCONFIG_CONFIG KCONFIG_ALLCONFIG \
	CROSS_COMPILE KCFLAGS CDPATH GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE \
	GIT_OBJECT_DIRECTORY GIT_COMMON_DIR GIT_CONFIG_PARAMETERS

# To begin a line of a terminal again.
clear=
[ ! -t 2 ] || clear=$(printf '\r\033[K')

stamp()
{
	printf '[%4d s] %s' $(($(date +%s) - began)) "$*"
}

say()
{
	printf '%s\n' "$(stamp "$@")" >&2
}

die()
{
	printf 'sg_map: %s\n' "$*" >&2
	exit 1
}

build=${BUILD:-$top/build}
case $build in
/*) ;;
*) build=$PWD/$build ;;
esac
case $build in
*[[:space:]:,]*) die "no kernel can be built in $build: give a path without spaces with BUILD=/path" ;;
esac
export BUILD="$build"		# for what we call, wherever that is
mkdir -p "$build" 2>/dev/null && [ -w "$build" ] ||
	die "cannot write to $build: give another place with BUILD=/path"

# A directory that was empty when we came is ours, and make clean empties it again.
[ "$(ls -A "$build")" ] || echo "sg_map: make clean empties this directory" >"$build/lock"

# One at a time: all share what is in $build.
if [ "${SG_MAP_LOCK:-}" != "$build" ] && command -v flock >/dev/null; then
	exec 9>>"$build/lock"
	flock -n 9 || die "another run is at work in $build: wait for it, or give BUILD=/path"
	export SG_MAP_LOCK="$build"
fi

# run LOG WHAT COMMAND...: say what is done, and how far it is.
run()
{
	log=$1 what=$2
	shift 2
	say "$what"
	mkdir -p "${log%/*}"
	watch "$log" "$@"
}

# progress: how far it is, in a few words; for who calls run to define.
progress()
{
	:
}

# watch LOG COMMAND...: show that $what goes on and its progress, in a line that is
# written again and again, or, in a log, each minute.
watch()
{
	log=$1
	shift
	(trap 'kill $! 2>/dev/null; printf %s "$clear" >&2; exit' TERM
	 n=0
	 while sleep 1 & wait $! && kill -0 $$ 2>/dev/null; do
		n=$((n + 1))
		if [ "$clear" ]; then
			printf '%s%.79s' "$clear" "$(stamp "... $(progress)$what")" >&2
		elif [ $((n % 60)) = 0 ]; then
			say "... $(progress)$what"
		fi
	 done) >/dev/null </dev/null 9>&- &
	set -- $! "$@"		# no variables, as the command may use the same
	# shellcheck disable=SC2064
	trap "stop_clock $1; trap - INT; kill -INT $$" INT
	without_first "$@" >"$log" 2>&1 </dev/null && set -- 0 "$@" || set -- $? "$@"
	stop_clock "$2"
	trap - INT
	return "$1"
}

stop_clock()
{
	kill "$1" 2>/dev/null
	wait "$1" 2>/dev/null || :
}

without_first()
{
	shift
	"$@"
}

# fail LOG MESSAGE: a clear line, then the end of the log and where it is.
fail()
{
	printf 'sg_map: %s\n' "$2" >&2
	tail -n 15 "$1" | sed 's/^/    /' >&2
	printf '    the whole log: %s\n' "$1" >&2
	exit 1
}

# need [COMMAND-OR-FILE=]PACKAGE...: install what is not there.
need()
{
	missing=
	for need in "$@"; do
		case $need in
		/*) [ -e "${need%%=*}" ] ;;
		*) command -v "${need%%=*}" >/dev/null ;;
		esac || missing="$missing ${need#*=}"
	done
	[ "$missing" ] || return 0
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		die "missing packages: as root, apt-get install$missing"
	fi
	apt="apt-get -q -y -o DPkg::Lock::Timeout=300"
	run "$build/log/apt" "installing$missing" sh -c "
		export DEBIAN_FRONTEND=noninteractive
		install='$apt install --no-install-recommends$missing'
		\$install || { $apt update && \$install; }" ||
		fail "$build/log/apt" "cannot install$missing"
}

# need_spatch: Coccinelle, with the Python that our script is in part written in.
# The package does not ask for it, and spatch without it finds nothing.
need_spatch()
{
	need spatch=coccinelle python3
	mkdir -p "$build/log"
	printf '@script:python@\n@@\npass\n' >"$build/python.cocci"
	: >"$build/python.c"
	for try in 1 2; do
		spatch --very-quiet --sp-file "$build/python.cocci" "$build/python.c" \
			>"$build/log/spatch" 2>&1 && [ ! -s "$build/log/spatch" ] && return
		[ $try = 2 ] || need /usr/include/python3=libpython3-dev
	done
	fail "$build/log/spatch" "spatch does not run scripts in Python"
}

# The (URI, suite) pairs of Debian's own archives among the package sources.
debian_sources()
{
	cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list \
	    /etc/apt/sources.list.d/*.sources 2>/dev/null | awk '
	function flush(  i, j, n, m, u, s) {
		n = split(uris, u); m = split(suites, s)
		if (types ~ /(^| )deb( |$)/ && parts ~ /(^| )main( |$)/)
			for (i = 1; i <= n; i++)
				for (j = 1; j <= m; j++)
					print u[i], s[j]
		types = uris = suites = parts = ""
	}
	$1 == "deb" && / main( |$)/ {
		i = 2
		if ($i ~ /^\[/)
			while (i <= NF && $(i++) !~ /\]$/)
				;
		print $i, $(i + 1)
	}
	/^Types:/ { flush(); types = substr($0, 7) }
	/^Enabled: *no/ { types = "" }
	/^URIs:/ { uris = substr($0, 6) }
	/^Suites:/ { suites = substr($0, 8) }
	/^Components:/ { parts = substr($0, 12) }
	/^$/ { flush() }
	END { flush() }' |
	while read -r uri suite; do
		case $uri in
		mirror+file:*)		# as in Debian's cloud images
			uri=$(sed -n '/^[a-z]/{s/[[:space:]].*//p;q}' "${uri#*:}") ;;
		esac
		case $uri in
		*/debian|*/debian/|*/debian-security|*/debian-security/)
			printf '%s %s\n' "${uri%/}" "$suite" ;;
		esac
	done
}

# with_own_lists COMMAND...: apt with package lists of our own.  The machine's lists
# stay as they are, and what is installed does not count.
with_own_lists()
{
	# shellcheck disable=SC2086
	"$@" -q -o Dir::State::Lists="$lists/state" -o Dir::State::status=/dev/null \
		-o Dir::Cache="$lists" -o Dir::Cache::pkgcache=pkgcache.bin \
		-o Dir::Etc::SourceList="$lists/sources" -o Dir::Etc::SourceParts=- \
		-o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
		-o APT::Default-Release= -o APT::Sandbox::User= -o Acquire::Languages=none
}

# fetch_lists SUITE...: the lists of this machine's Debian, and those of the suites.
# A name that moves, as stable, is replaced by that of the release, of which a mirror
# may have newer lists.  What is no suite (any more) is left out, and testing, the last
# resort, if it is out of date.
fetch_lists()
{
	{ debian_sources; printf "$mirror %s\n" "$@"; } | sort -u | while read -r uri suite; do
		release=$lists/release
		rm -f "$release"
		if with_own_lists /usr/lib/apt/apt-helper download-file \
			"$uri/dists/$suite/InRelease" "$release" >"$lists/said" 2>&1; then
			grep -q '^Origin: Debian' "$release" || continue
			until=$(sed -n 's/^Valid-Until: //p' "$release")
			[ "$suite" != testing ] ||
				[ "$(date +%s)" -lt "$(date -d "${until:-tomorrow}" +%s)" ] || continue
			suite=$(sed -n '/^Codename: /{s///p;q}' "$release")
			echo "deb [signed-by=$keys] $uri $suite main"
		elif ! grep -q '404  Not Found' "$lists/said"; then
			cat "$lists/said" >&2
			exit 1
		fi
	done >"$lists/found" && sort -u "$lists/found" >"$lists/sources" &&
		with_own_lists apt-get update -o APT::Update::Error-Mode=any
}

# update_lists near|far: $lists, of this machine's Debian, its backports and those of
# the stable release, or of that and the next one too.
update_lists()
{
	lists=$build/lists/$1
	[ "$(find "$lists/complete" -mmin -120 2>/dev/null)" ] && return
	keys=/usr/share/keyrings/debian-archive-keyring.gpg
	mirror=$(debian_sources | sed -n '/security/!{s/ .*//p;q}')
	if [ -z "$mirror" ] || [ ! -e $keys ]; then
		die "no Debian mirror among this machine's package sources: give a kernel tree with KERNEL=/path"
	fi
	set -- "$codename-backports" stable-backports $([ "$1" = near ] || echo stable testing)
	rm -rf "$lists"
	mkdir -p "$lists/state/partial" "$lists/archives/partial"
	run "$build/log/fetch" "reading package lists" fetch_lists "$@" ||
		fail "$build/log/fetch" "cannot reach the package mirror: check the network, or give a kernel tree with KERNEL=/path"
	touch "$lists/complete"
}

# packaged PACKAGE...: whether the mirror has them.  (To apt-get a name with a dot
# that is not there is a regular expression.)
packaged()
{
	for package in "$@"; do
		with_own_lists apt-cache pkgnames "${package%/*}" |
			grep -qxF -e "${package%/*}" || return
	done
}

# download DIR PACKAGE...: the packages, unpacked, in DIR.  Fails with 3 if there
# is no such package.
download()
{
	dir=$1
	shift
	for where in near far; do
		update_lists $where
		packaged "$@" && break
	done || return 3
	rm -rf "$dir" && mkdir -p "$dir/deb" && cd "$dir/deb" ||
		die "cannot write to $dir: is the disk full?"
	run "$build/log/fetch" "fetching $*" with_own_lists apt-get download "$@" || {
		# The lists may be older than what the mirror has now.
		rm -f "$lists/complete"
		fail "$build/log/fetch" "cannot fetch $*: check the network and the space on disk, and try again"
	}
	for deb in *.deb; do
		dpkg-deb -x "$deb" "$dir" 2>>"$build/log/fetch" || {
			rm -rf "$dir"
			fail "$build/log/fetch" "cannot unpack $deb: the download is damaged or the disk is full"
		}
	done
	cd "$top"
}

# fetch_kernel BASE: Debian's source of that kernel, in $build/linux-BASE.  Fails
# with 3 if there is none.
fetch_kernel()
{
	[ -d "$build/linux-$1" ] && return 0
	need git xz=xz-utils dpkg-deb=dpkg
	package=linux-source-$1
	new=$build/fetch-$1
	download "$new" "$package" || return 3
	run "$build/log/fetch" "unpacking $package" \
		tar -C "$new" -xf "$new/usr/src/$package.tar.xz" || {
		rm -rf "$new"
		fail "$build/log/fetch" "cannot unpack $package: the download is damaged or the disk is full"
	}
	version=$(dpkg-deb -f "$new"/deb/*.deb Version) && [ "$version" ] &&
		echo "$package $version" >"$build/linux-$1.base" &&
		mv "$new/$package" "$build/linux-$1" ||
		die "cannot write to $build: is the disk full?"
	rm -rf "$new"
}

# newer_qemu: $SG_MAP_QEMU of version 9 or later, which has alignment faults on
# device memory.  If the installed one is older, that of this release's backports,
# in $build.
newer_qemu()
{
	case $("$SG_MAP_QEMU" --version) in
	*"version "[0-8].*) ;;
	*) return ;;
	esac
	newer=$build/qemu/usr/bin/${SG_MAP_QEMU##*/}
	if [ ! -x "$newer" ]; then
		(download "$build/qemu-new" "qemu-system-arm/$codename-backports") &&
			rm -rf "$build/qemu" && mv "$build/qemu-new" "$build/qemu" || :
	fi
	if "$newer" --version >/dev/null 2>&1; then
		SG_MAP_QEMU=$newer
	else
		say "no QEMU 9 or later that runs here: access to device memory as if it was RAM will not show"
	fi
}

# Find the kernel that KERNEL= or BASE= asks for.  Sets $kernel, a tree that is
# only read, $name, ours for it, and $base, what it is.  Without them, and when the
# default is no longer there, the newest one is taken.
find_kernel()
{
	if [ "${KERNEL:-}" ]; then
		kernel=$(cd "$KERNEL" 2>/dev/null && pwd) || die "KERNEL=$KERNEL is no directory"
		name=$(printf %s "${kernel##*/}" | tr -c 'A-Za-z0-9._-' _)
		name=$name-$(printf %s "$kernel" | cksum | cut -d ' ' -f 1)
		base=
		need git
		[ -e "$kernel/.git" ] || return 0
		changes=$(git --no-optional-locks -C "$kernel" status --porcelain \
			--untracked-files=no 2>&1) ||
			die "git cannot read $kernel: $(echo "$changes" | head -n 1)"
		[ -z "$changes" ] || die "$kernel has uncommitted changes: commit or stash them"
		return
	fi
	name=${BASE:-$default_base}
	fetch_kernel "$name" || {
		versions=$(with_own_lists apt-cache pkgnames linux-source- | sort -V |
			sed -n 's/^linux-source-\([0-9]*\.[0-9]*\)$/\1/p' | paste -s -d ' ')
		[ -z "${BASE:-}" ] || die "no package linux-source-$BASE on the mirror, which has ${versions:-none}: give another BASE=, or a tree with KERNEL=/path"
		name=${versions##* }
		[ "$name" ] && fetch_kernel "$name" ||
			die "no package linux-source-* on the mirror: give a tree with KERNEL=/path"
		say "linux-source-$default_base is not on the mirror: took the newest, $name (KERNEL=/path is for another tree)"
	}
	kernel=$build/linux-$name
	base=$(cat "$build/linux-$name.base")
}

# make_series OUT [OPTION...]: the series for $kernel.  If a patch does not apply, git
# can merge it with the kernel that patches/ is made for, if that is to be had.
make_series()
{
	out=$1 status=0
	shift
	"$top/tools/series.py" "$@" "$kernel" "$out" "$base" || status=$?
	[ $status = 4 ] || return $status
	origin=
	if [ "$name" != $default_base ]; then
		(fetch_kernel $default_base) && origin=$build/linux-$default_base ||
			say "without linux-source-$default_base more is left out"
	fi
	"$top/tools/series.py" "$@" --origin "$origin" "$kernel" "$out" "$base"
}

# find_series ""|--script: the series for $kernel, in $series.  For the kernel that
# patches/ is made for the core of that must be what the sources make.
find_series()
{
	need git unifdef python3
	[ -z "$1" ] || need_spatch
	series=$build/$name/series
	make_series "$series" $1 >/dev/null || exit 1
	if [ "$base" ] && [ "$name" = $default_base ]; then
		same_patches "$series/10-core" "$top/patches/10-core" ||
			die "patches/ is not what the sources make: run make patches"
	fi
}

# same_patches DIR1 DIR2: whether the patches in DIR1 are in DIR2 too, and change
# the same lines in the same way.  Where those lines stand is the business of the
# base, which moves.
same_patches()
{
	for patch in "$1"/[0-9]*.patch; do
		[ -e "$2/${patch##*/}" ] || return 1
		[ "$(changes "$patch")" = "$(changes "$2/${patch##*/}")" ] || return 1
	done
}

changes()
{
	sed '/^index /d; s/^@@ .*/@@/; /^ /d; /^Subject: /d' "$1"
}

# our_git ARGUMENT...: git for our own repositories, whatever the user's is told.
our_git()
{
	GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 git -c user.name=sg_map \
		-c user.email=sg_map@example.invalid -c gc.auto=0 "$@"
}

# cc_for PREFIX: CC=, with its gcc that of the cross compiler.
cc_for()
{
	case $CC in
	*"$1"*|*clang*) echo "$CC" ;;
	*gcc*) echo "${CC%gcc*}$1gcc${CC##*gcc}" ;;
	*) echo "$CC" ;;
	esac
}

# need_clang: if it is clang that LLVM= or CC= ask for, it must be one that $kernel takes.
# LLVM= reaches make by itself.
need_clang()
{
	clang=${CC:-}
	case ${LLVM:-} in
	'') ;;
	1) clang=clang && need clang ld.lld=lld llvm-ar=llvm ;;
	-*) clang=clang$LLVM && need "$clang" "ld.lld$LLVM=lld$LLVM" "llvm-ar$LLVM=llvm$LLVM" ;;
	*/) clang=${LLVM}clang ;;
	*) die "LLVM=$LLVM is not known: 1, a version as -19, or a directory as /opt/llvm/bin/" ;;
	esac
	case ${CC:-$clang} in
	*clang*)
		said=$(sh "$kernel/scripts/cc-version.sh" ${CC:-$clang} 2>&1) ||
			die "$name cannot be built with ${CC:-$clang}:" $(echo "$said" | tr -d '*') ;;
	esac
}

# touched DIR: the files that the patches there touch.
touched()
{
	sed -n 's,^+++ b/,,p' "$1"/*/*.patch | sort -u
}

# apply_series REPO: git am in a repository of the files that it touches.
apply_series()
{
	rm -rf "$1"
	our_git init -q "$1"
	touched "$series" | while read -r file; do
		[ -e "$kernel/$file" ] || continue
		mkdir -p "$(dirname "$1/$file")"
		cp "$kernel/$file" "$1/$file"
		our_git -C "$1" add -f "$file"
	done
	our_git -C "$1" commit -q -m "$name"
	our_git -C "$1" am "$series"/*/*.patch >"$1.log" 2>&1 ||
		fail "$1.log" "the series does not apply to $kernel"
}

# copy_kernel DIR [-l]: a copy of $kernel in which nothing was built.  With -l
# one that is not written to except by replacing files.
copy_kernel()
{
	rm -rf "$1"
	mkdir -p "$1"
	if [ "$base" ]; then
		cp -a ${2:-} "$kernel/." "$1"
	elif [ -e "$kernel/.git" ]; then
		git -C "$kernel" archive -o "$1.tar" HEAD &&
			tar -xmf "$1.tar" -C "$1" && rm "$1.tar"
	else
		cp -r "$kernel/." "$1" && make -s -C "$1" mrproper >&2
	fi || die "cannot copy $kernel to $1: is the disk full?"
}

# build_tree: $kernel with the series, for our own builds, in $tree.  Files keep
# their times if their content stays, so that little is built anew.
build_tree()
{
	find_kernel
	find_series ""
	apply_series "$build/$name/repo"
	tree=$build/$name/linux
	if [ "$base" ]; then
		from=$base
	elif [ -e "$kernel/.git" ]; then
		from=$(git -C "$kernel" rev-parse HEAD)
	else
		from=$(date +%s.%N)		# it may have changed
	fi
	# Of which kernel it is, and which files are or were not those of the kernel.
	list=$build/$name/made-from
	if [ "$from" != "$(sed q "$list" 2>/dev/null)" ]; then
		rm -rf "$list" "$build/$name"/build-*
		copy_kernel "$tree" -l
		echo "$from" >"$list"
	fi
	{ sed 1d "$list" && touched "$series"; } | sort -u >"$list.files"
	{ echo "$from" && cat "$list.files"; } >"$list.new"
	mv "$list.new" "$list"
	while read -r file; do
		now=$build/$name/repo/$file
		[ -e "$now" ] || now=$kernel/$file
		if [ ! -e "$now" ]; then
			rm -f "$tree/$file"
		elif ! cmp -s "$now" "$tree/$file"; then
			mkdir -p "$(dirname "$tree/$file")"
			cp --remove-destination "$now" "$tree/$file"
		fi
	done <"$list.files"
}
