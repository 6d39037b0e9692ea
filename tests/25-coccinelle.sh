# The semantic patch: on small files, of which each rule has one, and on kernels.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
need git unifdef python3 patch
need_spatch
script=$top/scripts/coccinelle/api/sg_map.cocci
coccicheck=$top/tools/coccicheck
golden=$top/tests/cocci

# candidates DIR: the files of $kernel in which the semantic patch may find something.
candidates()
{
	(cd "$kernel" && grep -rlE --include='*.[ch]' '\<sg_page *\(' . |
		xargs grep -lE '\<kmap(_atomic|_local_page)? *\(' |
		xargs cp -n --parents -t "$1")
}

# Each guard is there for one of these files, which comes out otherwise without it.
noticed()
{
	for file in left wrong kept faults; do
		spatch --very-quiet --no-includes --include-headers -D patch -o "$work/made.c" \
			--sp-file "$work/guard.cocci" "$golden/$file.c" &&
			diff -qB "$golden/$file.res" "$work/made.c" || return 0
		spatch --very-quiet --no-includes --include-headers --no-show-diff -D report \
			--sp-file "$work/guard.cocci" "$golden/$file.c" >"$work/made.rep" &&
			sed "s,^$golden/,," "$work/made.rep" | diff -q "$golden/$file.rep" - || return 0
	done
	return 1
}

# On small files, and the command, on a tree of these.
small_files()
{
	mkdir -p "$work/cocci"
	cp "$golden"/*.c "$work/cocci/"
	cd "$work/cocci"
	for file in "$golden"/*.res; do
		name=$(basename "$file" .res)
		check "$name: the report is exactly the expected one" sh -c "
			spatch --very-quiet --no-includes --include-headers --no-show-diff -D report \
				--sp-file '$script' $name.c | diff '$golden/$name.rep' -"
		spatch --very-quiet --no-includes --include-headers --no-show-diff --in-place \
			-D patch --sp-file "$script" $name.c >"$work/said" 2>&1 || cat "$work/said"
		# Versions of Coccinelle differ in the blank lines that they leave.
		check "$name: the result is exactly the expected one" diff -B "$file" $name.c
	done
	check "the report has no opinion about the results" sh -c "
		for file in kinds pages copies; do
			spatch --very-quiet --no-includes --no-show-diff -D report --sp-file '$script' \$file.c
		done | diff /dev/null -"
	check "a second run finds nothing to do" sh -c "
		for file in kinds pages copies; do
			spatch --very-quiet --no-includes -D patch --sp-file '$script' \$file.c
		done | diff /dev/null -"
	cp "$golden/wrong.c" .
	check "the org mode shows what the report shows" sh -c "
		spatch --very-quiet --no-includes --no-show-diff -D org --sp-file '$script' wrong.c |
			sed 's/^.*::linb=\([0-9]*\)::colb=\([0-9]*\)::cole=\([0-9]*\)\]\[\(.*\)\]\]\$/wrong.c:\1:\2-\3: \4/' |
			diff '$golden/wrong.rep' -"
	check "the context mode marks it" sh -c "
		spatch --very-quiet --no-includes -D context --sp-file '$script' wrong.c |
			sed -n 's/^-\([^-]\)/\1/p' | diff '$golden/wrong.ctx' -"
	check "a control sees mappings undone in another way" sh -c "
		spatch --very-quiet --no-includes --sp-file '$golden/pairs.cocci' unpaired.c |
			sed 's/^[^:]*:\([0-9]*\):.*/\1/' | sort -n | tr '\n' ' ' | grep -qx '5 12 19 26 '"

	if [ "${SG_MAP_ALL:-}" ]; then
		grep -n 'raise Left(' "$script" | cut -d : -f 1 | while read -r line; do
			sed "${line}s/raise Left(/str(/" "$script" >"$work/guard.cocci"
			guard=$(sed -n "${line}s/.*raise Left(//p" "$script")
			check "without its guard it comes out otherwise: $guard" \
				noticed
		done
	fi

	# coccicheck, on a tree of these.
	cd "$top"
	rm -rf "$work/cocci"
	mkdir -p "$work/tree/scripts" "$work/tree/drivers"
	cp "$kernel/scripts/coccicheck" "$work/tree/scripts/"
	cp "$golden/kinds.c" "$golden/wrong.c" "$golden/copies.c" "$work/tree/drivers/"
	export KERNEL="$work/tree" BUILD="$work/build" J=1
	refuse "an unknown mode" "MODE=all is not known" env MODE=all "$coccicheck"
	refuse "no number of processes" "J=two must be" env J=two "$coccicheck"
	refuse "a part that is not there" "SHARD=3/2 must be" env SHARD=3/2 "$coccicheck"
	refuse "no part" "SHARD=2 must be" env SHARD=2 "$coccicheck"
	refuse "no kernel tree" "has no scripts/coccicheck" env KERNEL="$golden" "$coccicheck"
	check "coccicheck makes a patch" sh -c "
		cp -r '$work/tree' '$work/patched' && MODE=patch '$coccicheck' >'$work/patch' 2>'$work/left' &&
		patch -s -p1 -d '$work/patched' <'$work/patch' &&
		for file in kinds copies wrong; do
			diff '$golden/'\$file.res '$work/patched/drivers/'\$file.c || exit
		done"
	check "... and says what it leaves alone" \
		grep -q 'drivers/wrong.c:43:.*opportunity' "$work/left"
	check "... and leaves the tree alone" sh -c "
		for file in kinds copies wrong; do
			cmp '$golden/'\$file.c '$work/tree/drivers/'\$file.c || exit
		done"
	# As in a kernel, and in build/.
	our_git init -q "$work/ignored"
	echo '*' >"$work/ignored/.gitignore"
	cp -r "$work/tree" "$work/ignored/tree"
	printf '[spatch]\n\toptions = --use-gitgrep\n' >"$work/ignored/tree/.cocciconfig"
	ln -s ignored/tree "$work/link"
	for where in ignored/tree link; do
		check "it does a tree that git ignores: $where" sh -c "
			KERNEL='$work/$where' MODE=patch '$coccicheck' 2>/dev/null | diff '$work/patch' -"
	done
	check "two parts make the whole" sh -c "
		for part in 1/2 2/2; do
			SHARD=\$part MODE=patch '$coccicheck' || exit
		done 2>/dev/null | sort >'$work/parts'
		sort '$work/patch' | diff - '$work/parts'"
	check "two processes find the same" sh -c "
		J=2 MODE=report '$coccicheck' 2>/dev/null | sort >'$work/two'
		MODE=report '$coccicheck' 2>/dev/null | sort | diff - '$work/two' && [ -s '$work/two' ]"
	printf 'int f(struct scatterlist *sg)\n{\n\tv = kmap(sg_page(sg)); @ }\n' >"$work/tree/drivers/unparsed.c"
	check "what spatch cannot parse is not passed over" sh -c "
		MODE=patch '$coccicheck' 2>&1 >/dev/null | grep -q '^./drivers/unparsed.c:3: WARNING a mapping where' &&
		'$coccicheck' 2>/dev/null | grep -q '^./drivers/unparsed.c:3: '"
	check "it does a module's directory" sh -c "
		cd '$work' && M=tree/drivers MODE=patch '$coccicheck' 2>/dev/null |
			sed 's,^\(--- a\|+++ b\)/,&drivers/,; /^diff/d' >'$work/module' &&
		sed '/^diff/d' '$work/patch' | diff - '$work/module'"
	mkdir "$work/module.dir"
	cp "$work/tree/drivers/unparsed.c" "$work/module.dir/"
	check "... even if nothing in it can be parsed" sh -c "
		M='$work/module.dir' '$coccicheck' 2>/dev/null | grep -q '^./unparsed.c:3: '"
	refuse "no directory" "M=no/such is no directory" env M=no/such "$coccicheck"
	mkdir "$work/bin"
	printf '#!/bin/sh\n%s "$@" && case $* in *--dir*) echo EXN: on drivers/wrong.c >&2; esac\n' \
		"$(command -v spatch)" >"$work/bin/spatch"
	chmod +x "$work/bin/spatch"
	check "what spatch fails on is not passed over" sh -c "
		! PATH='$work/bin:$PATH' MODE=patch '$coccicheck' >/dev/null 2>'$work/said' &&
		grep -q 'spatch failed on some files' '$work/said' &&
		grep -q 'EXN: on drivers/wrong.c' '$work/said'"
}

# about EXPECTED COUNTS: each number is at least nine tenths of what is expected, less one.
about()
{
	for file in "$1" "$2"; do
		sed 1d "$file" | grep -oE '[0-9]+' >"$file.numbers"
	done
	paste "$1.numbers" "$2.numbers" | awk '
		$2 < $1 * 0.9 - 1 { print $2, "where there were", $1; bad = 1 }
		END { exit bad || !NR }'
}

# others KNOWN ERRORS: whether all errors are in files that have known ones.
others()
{
	for file in "$1" "$2"; do
		sed 's/:.*//' "$file" | sort -u >"$file.files"
	done
	comm -13 "$1.files" "$2.files" | diff /dev/null -
}

# The kernels: how much is converted, and what is wrong there.
kernels()
{
	for BASE in 7.3 6.12 6.1; do
		have "linux-source-$BASE" fetch_kernel $BASE || continue
		find_kernel
		# Exact for the update that was counted, and limits for all others.
		counted=$(grep -xF "$base" "$golden/counts" || grep -x "linux-source-$BASE .*" "$golden/counts") || {
			skip "nothing was counted in any $BASE"
			continue
		}

		# All of the newest; of the others the files in which something can be.
		tree=$kernel
		if [ $BASE != 7.3 ]; then
			tree=$work/$BASE
			mkdir -p "$tree/scripts"
			cp "$kernel/scripts/coccicheck" "$tree/scripts/"
			candidates "$tree"
		fi
		check "$BASE: coccicheck makes a patch" sh -c "
			KERNEL='$tree' BASE= J=$(nproc) MODE=patch '$coccicheck' >'$work/patch' 2>'$work/left'"
		removed() { grep -cE "^-.*\<$1(_atomic|_local_page|_local)? *\\(" "$work/patch" || :; }
		added() { grep -cE "^\\+.*\<$1 *\\(" "$work/patch" || :; }
		cat >"$work/counts" <<-END
		$base
		$(grep -c '^--- ' "$work/patch") files, $(removed kmap) kmap, $(removed kunmap) kunmap
		$(added sg_kmap_local) sg_kmap_local, $(added sg_map) sg_map, $(added sg_unmap) sg_unmap, $(added 'sg_(p?copy_(to|from)|zero)_buffer') copies
		END
		grep -xF -A 2 "$counted" "$golden/counts" >"$work/expected"
		sed -n "/^$BASE errors/,/^\$/p" "$golden/counts" | sed '1d; /^$/d' | sort >"$work/known"
		check "$BASE: coccicheck makes a report" sh -c "
			KERNEL='$tree' BASE= J=$(nproc) MODE=report '$coccicheck' >'$work/report'"
		sed -n 's,^\./\(.*\):[0-9]*:[0-9-]*: ERROR ,\1: ,p' "$work/report" | sort >"$work/errors"
		if [ "$counted" = "$base" ]; then
			check "$BASE: it converts what it should" diff "$work/expected" "$work/counts"
			check "$BASE: it reports no error but these" diff "$work/known" "$work/errors"
		else
			check "$BASE: it converts about what it did in $counted" about "$work/expected" "$work/counts"
			check "$BASE: it reports no error in other files" others "$work/known" "$work/errors"
		fi

		rm -rf "$work/after"
		mkdir -p "$work/after"
		sed -n 's,^--- a/,,p' "$work/patch" | (cd "$kernel" && xargs cp --parents -t "$work/after")
		patch -s -p1 -d "$work/after" <"$work/patch"
		check "$BASE: nothing is mapped in one way and unmapped in another" sh -c "
			spatch --very-quiet --no-includes --sp-file '$golden/pairs.cocci' --dir '$work/after' 2>/dev/null |
				diff /dev/null -"
	done
}

# What the series leaves.
rest()
{
	BASE=7.3
	find_kernel
	find_series ""
	export BUILD="$work/build"	# kernels() uses the other
	apply_series "$work/repo"
	echo ./crypto/krb5/selftest.c >"$work/uncompiled"
	check "after the series nothing that is compiled is mapped with kmap*(sg_page())" sh -c "
		(cd '$kernel' && grep -rlE --include='*.[ch]' 'kmap(_atomic|_local_page)? *\(sg_page\(' .) |
		while read -r file; do
			[ -e '$work/repo/'\$file ] || echo \$file
		done | diff '$work/uncompiled' - &&
		! grep -rnE --include='*.[ch]' 'kmap(_atomic|_local_page)? *\(sg_page\(' '$work/repo'"
	check "... and unmapped in the way it was mapped" sh -c "
		spatch --very-quiet --no-includes --sp-file '$golden/pairs.cocci' --dir '$work/repo/drivers' 2>/dev/null |
			diff /dev/null -"

	# What a message says the script made is what it makes of the files before the patch.

	# lines OLD NEW: the lines that differ, without what is only moved or indented.
	lines() { diff -w "$1" "$2" | sed -n 's/^\([<>]\)[[:space:]]*/\1/p'; }
	for commit in $(git -C "$work/repo" log --reverse --format=%H --grep='made with sg_map\.cocci' -i); do
		subject=$(git -C "$work/repo" log -1 --format=%s "$commit")
		rm -rf "$work/made" "$work/done"
		: >"$work/script"
		: >"$work/patch"
		for file in $(git -C "$work/repo" diff --name-only "$commit~" "$commit" -- '*.c'); do
			mkdir -p "$work/made/${file%/*}" "$work/done/${file%/*}"
			git -C "$work/repo" show "$commit~:$file" >"$work/before.c"
			git -C "$work/repo" show "$commit:$file" >"$work/done/$file"
			cp "$work/before.c" "$work/made/$file"
			spatch --very-quiet --no-includes --include-headers --no-show-diff --in-place \
				-D patch --sp-file "$script" "$work/made/$file" >"$work/said" 2>&1 || cat "$work/said"
			lines "$work/before.c" "$work/made/$file" >>"$work/script"
			lines "$work/before.c" "$work/done/$file" >>"$work/patch"
		done
		sort -o "$work/script" "$work/script"
		sort -o "$work/patch" "$work/patch"
		all=$(wc -l <"$work/script") kept=$(comm -12 "$work/script" "$work/patch" | wc -l)
		if git -C "$work/repo" log -1 --format=%b "$commit" | grep -qx 'Made with sg_map.cocci:'; then
			check "the script makes this, and no more was done: $subject" \
				sh -c "[ $all -gt 0 ] && diff -r '$work/made' '$work/done'"
		else
			check "of $all lines that the script makes $kept are there: $subject" \
				test $kept -gt 0 -a $((2 * kept)) -ge $all
		fi
	done

	# What the series leaves is what README lists.
	rm -rf "$work/repo/.git"
	cp "$kernel/scripts/coccicheck" "$work/repo/scripts/"
	candidates "$work/repo"
	check "the report about what the series leaves has only what README lists" sh -c "
		KERNEL='$work/repo' J=$(nproc) MODE=report '$coccicheck' 2>/dev/null >'$work/rest' &&
		[ -s '$work/rest' ] &&
		sed 's,^\./\([^:]*\):.*,\1,' '$work/rest' | sort -u >'$work/files' &&
		sed -n '/After it nothing that is/,/^\$/p' '$top/README.md' | grep -o '[a-z][a-z0-9_/-]*\.[ch]' | sort -u |
			comm -23 '$work/files' - | diff /dev/null -"
}

find_kernel
at_once eval small_files kernels rest
