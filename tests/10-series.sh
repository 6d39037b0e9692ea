# The series: its core is what the sources make, it applies, as a whole and in parts,
# to each kernel, and what is changed with git comes back.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
need git unifdef python3 patch perl
need_spatch

# How many of the entries that are mapped by hand may be left, as direct_left counts.
# That of 7.3 is in crypto/krb5/selftest.c, and not compiled.
limit_7_3=1 limit_6_12=7 limit_6_1=12
direct_left() { grep -c '^series: left as it is: ' "$1" || :; }

series_for()
{
	BASE=$1
	find_kernel
	series=$work/series
	check "the series can be made for $BASE" make_series "$series" --script
	cp "$work/output" "$series.said"
	limit=$(eval "echo \$limit_$(echo $BASE | tr . _)")
	left=$(direct_left "$series.said")
	check "$BASE: $left entries are still mapped by hand, of $limit that may be" \
		test "$left" -le "$limit"

	apply_series "$work/repo"
	check "git am on $BASE has nothing to say but what it applies" sh -c "
		grep -q '^Applying: ' '$work/repo.log' && ! grep -v '^Applying: ' '$work/repo.log'"
	cp -r "$work/repo" "$work/strict"
	git -C "$work/strict" reset -q --hard HEAD~"$(ls "$series"/*/*.patch | wc -l)"
	check "it applies to $BASE without fuzz, offset or remark" sh -c "
		for patch in '$series'/*/*.patch; do
			patch --fuzz=0 -p1 -d '$work/strict' <\$patch || exit
		done >'$work/log' && ! grep -v '^patching file' '$work/log'"
	check "git am makes the same of $BASE" \
		diff -r -x .git "$work/repo" "$work/strict"
}
kernels=
for BASE in 7.3 6.12 6.1; do
	if have "linux-source-$BASE" fetch_kernel $BASE; then
		kernels="$kernels $BASE"
	fi
done
at_once series_for $kernels

# patches/, as it is.
BASE=7.3
find_kernel
check "patches/ is what the sources make" same_series "$work/7.3/series" "$top/patches"
if grep -q "^Base: $base\$" "$top/patches/10-core/cover-letter.txt"; then
	check "patches/ is that byte for byte" diff -r "$work/7.3/series" "$top/patches"
else
	skip "patches/ was made for another $BASE than $base"
fi
check "nothing else is left on 7.3, nor left out" sh -c "
	! grep '^series: left' '$work/7.3/series.said' |
		grep -v '^series: left as it is: crypto/krb5/selftest\.c:'"

series=$top/patches
apply_series "$work/repo"
for part in "$series"/*; do
	name=${part##*/}
	count=$(ls "$part"/*.patch | wc -l)
	check "$name: $count patches, numbered from 1, of 15 that may be" sh -c "
		[ $count -le 15 ] && cd '$part' &&
		sed -n 's/^Subject: \[PATCH \([0-9/]*\)\].*/\1/p' *.patch |
			awk -F / '\$1 != NR || \$2 != $count { bad = 1 } END { exit bad || NR != $count }'"
	check "... and a letter of 60 lines or less, which lists them" sh -c "
		[ \$(sed '/^Base: /,\$d' '$part/cover-letter.txt' | wc -l) -le 60 ] &&
		grep -q '^Subject: \[PATCH 0*/$count\] ' '$part/cover-letter.txt' &&
		sed -n '/^Base: /,\$s/^ \{1,3\}[0-9]\{1,2\} //p' '$part/cover-letter.txt' | sed -n 1,${count}p >'$work/listed' &&
		for patch in '$part'/*.patch; do
			git mailinfo /dev/null /dev/null <\$patch | sed -n 's/^Subject: //p'
		done | diff '$work/listed' -"
done
check "each part applies alone, the fixes, the core and DMA mapping on nothing, others on these" \
	parts_alone "$work/repo"

for word in Signed-off-by Fixes Link Reviewed-by Tested-by Co-developed-by base-commit; do
	check "no patch has a $word:" sh -c "! grep -r '^$word:' '$top/patches'"
done
check "no subject is longer than 75 characters" \
	sh -c "! sed -n '/^Subject:/{N;s/\\n / /;s/^Subject: \\[[^]]*\\] //;/.\\{76\\}/p;}' '$top'/patches/*/*.patch | grep ."
check "each fix says in which kernels the fault is, and whether it is for stable" sh -c "
	for patch in '$top'/patches/*-fixes-*/*.patch; do
		message=\$(sed '/^---\$/q' \$patch | tr '\n' ' ')
		echo \"\$message\" | grep -q '7\.3' && echo \"\$message\" | grep -qi 'stable' ||
			{ echo \$patch; exit 1; }
	done"

# Changing it with git, in a copy of this repository, on a kernel of the files that matter.
copy=$work/copy
mkdir -p "$copy"
cp -r "$top/include" "$top/lib" "$top/Documentation" "$top/MAINTAINERS" "$top/scripts" \
	"$top/series" "$top/patches" "$top/tools" "$copy"
export BUILD="$work/build"
small_kernel "$BUILD/linux-7.3"
cp "$build/linux-7.3.base" "$BUILD/"
unset BASE
patches() { "$copy/tools/series" --patches; }
changed() { diff -rq "$top/patches" "$copy/patches" | sed "s,$work/,,; s,$top/,,; s, and .* differ,,"; }
check "make tree makes a tree" sh -c "'$copy/tools/tree' >'$work/tree'"
TREE=$(cat "$work/tree")
export TREE
tree="git -C $TREE -c user.name=somebody -c user.email=somebody@example.invalid"
check "... with a branch for each part" sh -c "
	$tree for-each-ref --format='%(refname:short)' 'refs/heads/[0-9]*' | diff - '$work/parts'" \
	3<"$(ls "$top/patches" >"$work/parts"; echo "$work/parts")"
check "what nobody changed comes back" patches
check "... byte for byte" diff -r "$top/patches" "$copy/patches"

$tree rebase -q --update-refs --exec true base >/dev/null 2>&1
victim=$($tree log -1 --format=%s 20-mmc)
file=$($tree diff --name-only 20-mmc~ 20-mmc | head -n 1)
echo '/* mine */' >>"$TREE/$file"
refuse "a tree with changes" "has uncommitted changes" patches
$tree commit -q -a --fixup 20-mmc
refuse "a fixup! commit" "is not squashed" patches
check "it is squashed, and the branches move" env GIT_SEQUENCE_EDITOR=true \
	$tree rebase -q -i --autosquash base
check "a patch of a part comes back" patches
check "... and nothing else" sh -c "
	diff -rq '$top/patches' '$copy/patches' | grep -v cover-letter | wc -l | grep -qx 1 &&
	grep -rl '^+/\* mine \*/' '$copy/patches' | grep -q /20-mmc/"
check "... with the author that all have" sh -c "! grep -r 'From: somebody' '$copy/patches'"

$tree checkout -q 24-scsi
echo '/* new */' >>"$TREE/drivers/scsi/ips.c"
$tree commit -q -a -m 'scsi: ips: A new patch'
refuse "a part that does not stand on the one before" "does not stand on 24-scsi" patches
check "a new patch in a part, and the others on it" \
	$tree rebase -q --update-refs 24-scsi "$(tail -n 1 "$work/parts")"
check "... comes back" patches
check "... numbered" grep -q '\[PATCH \([0-9]*\)/\1\] scsi: ips: A new patch' -r "$copy/patches/24-scsi"
cp -r "$copy/patches" "$work/once"
check "... and is the same if done again" sh -c "'$copy/tools/series' --patches && diff -r '$work/once' '$copy/patches'"
check "... and after the core was made anew" sh -c "TREE= '$copy/tools/series' --patches && diff -r '$work/once' '$copy/patches'"

$tree tag good
mischief()	# WHAT TEXT FILE: a change of FILE on top
{
	echo '/* wrong */' >>"$TREE/$3"
	$tree add -A
	$tree commit -q -m "misc: $1"
	refuse "$1" "$2" patches
	check "... and patches/ stays" diff -r "$work/once" "$copy/patches"
	$tree reset -q --hard good
}
mischief "a new file of the core, changed in a part" "change it here instead" lib/sg_map_kunit.c
sed -i 's/return kmap_local_page(page) + offset;/return kmap_local_page(page);/' "$TREE/include/linux/scatterlist.h"
mischief "lines of the core, changed in a part" "change it here instead" include/linux/scatterlist.h
sed -i '1s,^,/* theirs */\n,' "$TREE/lib/scatterlist.c"
$tree commit -q -a -m "misc: a line of the kernel in a file of the core"
check "a change of the kernel's lines in a file of the core is none of the core" patches
rm -r "$copy/patches"
cp -r "$work/once" "$copy/patches"
$tree reset -q --hard good
$tree checkout -q --detach
echo '/* lost */' >>"$TREE/drivers/scsi/ips.c"
$tree commit -q -a -m "misc: in no part"
refuse "a commit that is in no part" "in no part" patches
$tree checkout -q "$(tail -n 1 "$work/parts")"
$tree commit -q --allow-empty -m "empty"
$tree reset -q --hard good
base_was=$(cat "$BUILD/linux-7.3.base")
echo "linux-source-7.3 7.3.99-1" >"$BUILD/linux-7.3.base"
refuse "a tree of another base" "is not a tree of make tree for" patches
echo "$base_was" >"$BUILD/linux-7.3.base"
refuse "no tree" "is no directory" env TREE="$work/none" "$copy/tools/series" --patches
sed -i 's/return kmap_local_page(page) + offset;/return kmap_local_page(page);/' "$TREE/include/linux/scatterlist.h"
$tree commit -q -a --fixup ':/^scatterlist: add sg_kmap_local'
check "a patch of the core is changed" env GIT_SEQUENCE_EDITOR=true $tree rebase -q -i --autosquash base
refuse "... which is refused" "change those, or its recipe in series/, instead" patches
check "... and patches/ stays" diff -r "$work/once" "$copy/patches"
unset TREE
built() { sh -c "set -eu; top='$copy'; . '$copy/tools/lib.sh'; build_tree"; }
there=$BUILD/7.3/linux
check "a tree to build in" built
changed=$(sed -n 's,^+++ b/,,p' "$copy"/patches/27-usb/*.patch | head -n 1)
new=$(sed -n 's,^+++ b/,,p' "$copy"/patches/31-coccinelle/*.patch | head -n 1)
check "... has what the series changes and adds" sh -c "
	! cmp -s '$there/$changed' '$BUILD/linux-7.3/$changed' && [ -e '$there/$new' ]"
touch "$BUILD/7.3/build-kept"
rm -r "$copy/patches/27-usb" "$copy/patches/31-coccinelle"
check "... and with fewer patches" built
check "... what the kernel has, and not what it has not" sh -c "
	cmp '$there/$changed' '$BUILD/linux-7.3/$changed' && [ ! -e '$there/$new' ]"
check "... and what was built stays" [ -e "$BUILD/7.3/build-kept" ]
export BUILD="$build"

# Whom it goes to.
BASE=7.3
find_kernel
for part in "$top"/patches/*; do
	rm -rf "$work/send"
	PART=${part##*/} OUT=$work/send "$top/tools/send" >"$work/send-said" 2>&1 || cat "$work/send-said"
	check "${part##*/} goes to the maintainers of each file that it changes" sh -c "
		[ \$(ls '$work/send' | wc -l) = \$((\$(ls '$part'/*.patch | wc -l) + 1)) ] &&
		for mail in '$work/send'/*; do
			sed '/^\$/q' \$mail >\$mail.head
			grep -q '^To: .*@' \$mail.head || { echo \$mail; exit 1; }
		done && ls '$work/send'/*.head | sed 1d | xargs cat >'$work/heads' && cd '$kernel' &&
		perl scripts/get_maintainer.pl --no-git --no-git-fallback --no-rolestats -f \
			\$(sed -n 's,^+++ b/,,p' '$part'/*.patch | sort -u | while read -r file; do ls \$file 2>/dev/null; done) |
		sed 's/.*<\(.*\)>.*/\1/' >'$work/addresses' && [ -s '$work/addresses' ] &&
		while read -r address; do
			grep -qiF \"\$address\" '$work/send'/0000-*.head && grep -qiF \"\$address\" '$work/heads' ||
				{ echo \"\$address\"; exit 1; }
		done <'$work/addresses'"
	rm -f "$work/send"/*.head
done
refuse "a directory with mails in it" "has something in it" \
	env PART=02-fixes-mmc OUT="$work/send" "$top/tools/send"
check "... which are still there" [ -s "$work/send/0000-cover-letter.patch" ]
refuse "no part" "is no part: 01-" env PART=90-none "$top/tools/send"
