# The manual page, built as the kernel builds its documentation.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
need sphinx-build=python3-sphinx make perl python3 \
	/usr/lib/python3/dist-packages/yaml=python3-yaml \
	/usr/lib/python3/dist-packages/sphinx_rtd_theme=python3-sphinx-rtd-theme
build_tree
export PATH="/usr/bin:$PATH"

docs=$work/docs
run "$work/log" "building core-api" make -C "$tree" O="$docs" SPHINXDIRS=core-api htmldocs ||
	fail "$work/log" "the documentation does not build"
check "Sphinx warns about nothing of ours" \
	sh -c "! sed 's,$tree/,,g; s,$top,,g' '$work/log' | grep -iE '(sg_map|sg_kmap|sg_unmap|sg_is_iomem|linux/scatterlist.h|lib/scatterlist.c).*|Duplicate C decl.*sg_' | grep -iE 'warning|error'"
page=$(find "$docs" -name sg_map.html | head -n 1)
for function in sg_kmap_local sg_map_len sg_is_iomem sg_map sg_unmap sg_copy_buffer sg_zero_buffer; do
	check "$function() is documented, once" sh -c "
		[ \$(grep -rl 'id=\"c.$function\"' --include=*.html '${page%/*}' | wc -l) = 1 ]"
	[ $function = sg_copy_buffer ] ||
		check "... to which the page leads" grep -q "href=\"dma-api.html#c.$function\"" "$page"
done
check "the page is in the index" grep -q 'href="sg_map.html"' "${page%/*}/index.html"
