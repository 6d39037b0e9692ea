# The checks of 31-coccinelle: on small files, and on kernels.  What each report there is
# about is in tests/cocci/checks/verdicts.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
need git patch python3 unifdef
need_spatch
golden=$top/tests/cocci/checks
scripts="sg_miter sg_virt sg_dma_len dma_map_sg"
mkdir -p "$work/series"
for patch in "$top"/patches/31-coccinelle/*.patch; do
	patch -s -p1 -d "$work/series" <"$patch"
done
for script in $scripts; do
	cp "$work"/series/scripts/coccinelle/*/$script.cocci "$work"
done
quiet="spatch --very-quiet --no-includes --include-headers"

# report SCRIPT MODE: what it says of the small files, sorted.
report()
{
	$quiet --no-show-diff -D "$2" --sp-file "$1" --dir "$work/small/$(basename "$1" .cocci)" \
			2>"$work/said" </dev/null |
		sed "s,$work/small/[a-z_]*/,," | sort -t : -k 1,1 -k 2n
}

# reports NAME [SCRIPT]: whether the script says of the small files what it should.
reports()
{
	report "${2:-$work/$1.cocci}" report | diff "$golden/$1.rep" -
}

for script in $scripts; do
	mkdir -p "$work/small/$script"
	cp "$golden/$script"*.c "$work/small/$script/"
	check "$script: the report is exactly the expected one" reports $script
	report "$work/$script.cocci" org |
		sed 's/.*view:\(.*\)::face.*::linb=\([0-9]*\)::colb=\([0-9]*\)::cole=\([0-9]*\)\]\[\(.*\)\]\]$/\1:\2:\3-\4: \5/' |
		sort -t : -k 1,1 -k 2n | tr -d '@()[]' >"$work/org"
	check "... and the org mode says that, too" sh -c "
		tr -d '()[]' <'$golden/$script.rep' | diff - '$work/org'"
	(cd "$work/small/$script" && $quiet -D context --sp-file "$work/$script.cocci" --dir . 2>&1) |
		sed -n '/^---/d; s/^-//p' | sort >"$work/marked"
	check "... and the context mode marks these lines" sh -c "
		cut -d : -f 1,2 '$golden/$script.rep' | uniq | tr : ' ' | while read -r file line; do
			sed -n \${line}p '$golden/'\$file
		done | sort | diff - '$work/marked'"
done
for made in sg_dma_len dma_map_sg-table; do
	script=${made%-*}
	cp "$golden/$made.c" "$work/made.c"
	check "$script: the patch is exactly the expected one" sh -c "
		$quiet --no-show-diff --in-place -D patch --sp-file '$work/$script.cocci' '$work/made.c' &&
		diff '$golden/$made.res' '$work/made.c'"
	check "... and a second run finds nothing to do" sh -c "
		$quiet -D patch --sp-file '$work/$script.cocci' '$work/made.c' | diff /dev/null -"
done

(cd "$work/small/dma_map_sg" && $quiet -D patch --sp-file "$work/dma_map_sg.cocci" --dir .) |
	sed -n 's,^+++ .*/,,p' >"$work/changed"
check "... and there is none for the other files" sh -c "echo $made.c | diff - '$work/changed'"

# Each guard is there for one of these files.
unguarded()	# SCRIPT SED
{
	mkdir -p "$work/unguarded"
	sed "$2" "$work/$1.cocci" >"$work/unguarded/$1.cocci"
	! cmp -s "$work/$1.cocci" "$work/unguarded/$1.cocci" || return
	reports "$1" "$work/unguarded/$1.cocci" >"$work/differs" && return 1
	! grep -i 'error\|fatal\|exn' "$work/said"
}
while IFS='	' read -r script guard; do
	check "$script: it is noticed if this is taken out: $guard" unguarded "$script" "$guard"
done <"$golden/guards"

# With the kernel's coccicheck, which reads their heads.
find_kernel
mkdir -p "$work/tree/scripts" "$work/tree/drivers"
cp "$kernel/scripts/coccicheck" "$work/tree/scripts/"
for script in $scripts; do
	rm -f "$work/tree/drivers"/*
	cp "$golden/$script"*.c "$work/tree/drivers/"
	check "$script: coccicheck finds the same" sh -c "
		cd '$work/tree' && srctree=. srcroot=. LINUXINCLUDE= COCCI='$work/$script.cocci' MODE=report J=1 \
			SPFLAGS='--tmp-dir $work/tmp' bash scripts/coccicheck 2>/dev/null |
			sed -n 's,^\./drivers/,,p' | sort >'$work/found' &&
		sort '$golden/$script.rep' | diff - '$work/found'"
done

# judged TREE NAME: what they report there has a verdict, and nothing else has.
judged()
{
	for script in $scripts; do
		(cd "$1/$script" && $quiet --no-show-diff -D report --sp-file "$work/$script.cocci" \
			--jobs "$(nproc)" --tmp-dir "$work/spatch" --dir . 2>"$work/$script.said") |
			tee "$work/$script.raw" |
			sed "s,^\./,$script ,; s,:[0-9]*:[0-9-]*: [A-Z]*:,:,; s,: the page mapped by.*,,
				s, in line [0-9]*,,
				s,sg_virt() of \(.*\)\, which.*,\1,; s,sg_dma_len(\(.*\)) where.*,\1,"
	done | sort -u | grep -vxF "$(verdicts 1.3)" >"$work/reported"
	verdicts "$2" | diff - "$work/reported"
}

# verdicts TREE: what is judged there; 1.3 is what only that Coccinelle sees, on any.
verdicts()
{
	awk -F ' [|] ' -v tree=" $1 " '!/^#/ && index(" " $1 " ", tree) { print $2 }' \
		"$golden/verdicts" | sort -u
}

# counted TREE NAME: how often dma_map_sg.cocci reported each kind there, and its patch mode
# makes a call of dma_map_sgtable(), is in tests/cocci/checks/counts.
counted()
{
	rm -rf "$work/tables"
	mkdir "$work/tables"
	(cd "$1/dma_map_sg" && grep -rlE '\<sgl,' . | xargs grep -lE '\<dma_map_sg(_attrs)? *\(' |
		xargs cp --parents -t "$work/tables")
	{
		grep -oE 'nothing looks|BUG_ON|(not )?tested for (0|less)|was not mapped|what mapping' \
			"$work/dma_map_sg.raw"
		$quiet -D patch --sp-file "$work/dma_map_sg.cocci" --dir "$work/tables" \
			2>"$work/dma_map_sg.said" | sed -n 's/^+.*\(dma_map_sgtable\)(.*/patched to \1()/p'
	} | LC_ALL=C sort | uniq -c | sed "s/^ */$2 /" >"$work/counts"
	grep "^$2 " "$golden/counts" | diff - "$work/counts"
}

# candidates TREE SCRIPT REGEX...: the files that have all of these.
candidates()
{
	to=$1/$2 first=$3
	shift 3
	mkdir -p "$to"
	(cd "$kernel" && grep -rlE --include='*.[ch]' "\<($first) *\(" . | {
		if [ $# -gt 0 ]; then
			xargs grep -lE "\<($1) *\("
		else
			cat
		fi
	} | xargs cp -n --parents -t "$to")
}
for BASE in 7.3 ${SG_MAP_ALL:+6.12 6.1}; do
	have "linux-source-$BASE" fetch_kernel $BASE || continue
	find_kernel
	grep -qxF "# $base" "$golden/verdicts" || {
		skip "nothing was judged in any $base"
		continue
	}
	candidates "$work/$BASE" sg_miter 'sg_miter_next'
	candidates "$work/$BASE" sg_virt 'sg_virt|page_address *\(sg_page'
	candidates "$work/$BASE" sg_dma_len 'sg_dma_len' \
		'sg_virt|kmap|kmap_atomic|kmap_local_page|(lowmem_)?page_address'
	candidates "$work/$BASE" dma_map_sg '(ib_|fc_)?dma_map_sg(_attrs)?|dma_map_sgtable|scsi_dma_map'
	check "$BASE: each report has a verdict, and no other thing" judged "$work/$BASE" $BASE
	check "... and dma_map_sg reports as many of each kind as it should" counted "$work/$BASE" $BASE
done
BASE=7.3
find_kernel
if grep -qxF "# $base" "$golden/verdicts"; then
	find_series ""
	apply_series "$work/repo"
	for script in $scripts; do
		(cd "$work/$BASE/$script" && find . -name '*.[ch]') | while read -r file; do
			[ ! -e "$work/repo/$file" ] || cp "$work/repo/$file" "$work/$BASE/$script/$file"
		done
	done
	check "... and so it is after the series" judged "$work/$BASE" series
	check "... and so many of each kind" counted "$work/$BASE" series
fi
