# The series: it is what the sources make, it applies, to each kernel.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
need git unifdef python3 patch
need_spatch

for BASE in 7.3 6.12 6.1; do
	if ! (find_kernel); then
		echo "not ok - cannot have $BASE"
		continue
	fi
	find_kernel
	check "the series can be made for $BASE" \
		"$top/tools/series.py" "$kernel" "$work/$BASE" "$base"
	cp "$work/output" "$work/$BASE.said"
	series=$work/$BASE

	if [ $BASE = 7.3 ]; then
		check "patches/ is what the sources make" \
			same_patches "$work/$BASE" "$top/patches"
		check "... and nothing else" \
			same_patches "$top/patches" "$work/$BASE"
		if grep -q "^Base: $base\$" "$top/patches/cover-letter.txt"; then
			check "patches/ is that byte for byte" \
				diff -r "$work/$BASE" "$top/patches"
		else
			skip "patches/ was made for another $BASE than $base"
		fi
		series=$top/patches
		check "all that was written by hand fits" \
			sh -c "! grep -e 'left out' -e 'left alone' '$work/7.3.said'"
	fi

	apply_series "$work/repo"
	cp -r "$work/repo" "$work/strict"
	git -C "$work/strict" reset -q --hard HEAD~"$(ls "$series"/*.patch | wc -l)"
	check "it applies to $BASE without fuzz, offset or remark" sh -c "
		for patch in '$series'/*.patch; do
			patch --fuzz=0 -p1 -d '$work/strict' <\$patch || exit
		done >'$work/log' && ! grep -v '^patching file' '$work/log'"
	check "git am on $BASE has nothing to say but what it applies" sh -c "
		grep -q '^Applying: ' '$work/repo.log' && ! grep -v '^Applying: ' '$work/repo.log'"
	check "git am makes the same of $BASE" \
		diff -r -x .git "$work/repo" "$work/strict"
	rm -rf "$work/repo" "$work/strict"
done

for word in Signed-off-by Fixes Link Reviewed-by Tested-by Co-developed-by base-commit; do
	check "no patch has a $word:" sh -c "! grep -r '^$word:' '$top/patches'"
done
check "no subject is longer than 75 characters" \
	sh -c "! sed -n '/^Subject:/{N;s/\\n / /;s/^Subject: \\[[^]]*\\] //;/.\\{76\\}/p;}' '$top'/patches/*.patch | grep ."
check "the cover letter lists the patches" sh -c "
	sed -n 's/^Subject: \[[^]]*\] //p' '$top'/patches/*.patch | cut -c 1-50 |
	while read -r subject; do
		grep -qF \" \$subject\" '$top/patches/cover-letter.txt' || exit
	done"
