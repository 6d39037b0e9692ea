# The semantic patch: random functions, converted and run.  N= is how many, SEED= is
# for others than always.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
need gcc /usr/include/stdio.h=libc6-dev python3
need_spatch
script=$top/scripts/coccinelle/api/sg_map.cocci
seed=${SEED:-1}

check "what is made of ${N:-2000} functions does what they did (seed $seed)" \
	python3 "$top/tests/fuzz.py" --seed "$seed" -n "${N:-2000}" --jobs "$(nproc)" "$script"

check "so does what is made of the small files' functions, if they can be called" \
	python3 "$top/tests/fuzz.py" --jobs "$(nproc)" "$script" "$top"/tests/cocci/*.c

# It notices a guard that is not there.
sed 's/^            raise Left("%s() may need more than a local mapping.*/            pass/' "$script" >"$work/broken.cocci"
refuse "a script that takes every kmap() for a local mapping" "FAILURE" sh -c "
	! cmp -s '$script' '$work/broken.cocci' &&
	python3 '$top/tests/fuzz.py' --seed 1 -n 300 --jobs $(nproc) '$work/broken.cocci' 2>&1 | grep FAILURE && exit 1"
