# The converted drivers, without their devices, on highmem pages.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
unset ONLY
refuse "a driver without a suite" "ONLY=sd is not in tests/drivers" env ONLY=sd "$top/tools/drivers"
check "what the converted drivers read and write is right" "$top/tools/drivers"
sed -n 's/^ok: /    /p; /lines ran$/p' "$work/output"

# A suite notices what is wrong with the driver in it.
if [ "${SG_MAP_ALL:-}" ]; then
	check "without the series what is called a fix is missed, and no more" \
		env BEFORE=1 "$top/tools/drivers"
	check "each broken driver is noticed" env MUTANTS=1 "$top/tools/drivers"
	grep noticed "$work/output"
fi
