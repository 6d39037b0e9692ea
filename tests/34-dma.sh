# The suite about DMA mapping of lists.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
unset ONLY
refuse "another machine" "ONLY=arm is not known" env ONLY=arm "$top/tools/dma"
[ "${SG_MAP_ALL:-}" ] || export ONLY=um
check "DMA mapping of lists: ${ONLY:-um x86_64}" "$top/tools/dma"
sed -n 's/^ok: /    /p' "$work/output"
