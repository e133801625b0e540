#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# map_state_spin.sh [--recorded]: has spin check map_state.pml, which must find each fault that is put back there, and
# none without.
set -euo pipefail
model=$(dirname "$(realpath "${BASH_SOURCE[0]}")")/map_state.pml

# FAULT ITEMS WINDOW WORKERS BATCH INPUT CLOSES STOPS FAILS
extents=("0 2 2 1 1 1 1 0 1" "0 2 2 1 1 0 1 0 1" "0 3 3 1 2 1 0 1 0"
    "1 2 2 1 1 1 1 0 0" "2 2 2 1 1 1 1 0 0" "3 3 3 1 2 1 1 0 0" "4 2 2 2 1 0 0 0 1" "5 3 3 1 2 1 0 0 0")
if [[ ${1-} == --recorded ]]; then
    extents+=("0 2 2 2 1 1 1 1 1" "0 2 2 2 1 0 1 1 1" "0 3 3 1 2 1 1 1 0" "0 3 3 1 2 0 1 1 1" "0 3 2 2 1 1 1 0 0")
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# check FAULT ITEMS WINDOW WORKERS BATCH INPUT CLOSES STOPS FAILS: whether spin finds what it should.
check() {
    spin -a -DFAULT="$1" -DN="$2" -DW="$3" -DT="$4" -DB="$5" -DINPUT="$6" -DCLOSES="$7" -DSTOPS="$8" -DFAILS="$9" \
        "$model" >spin.log
    gcc -w -O1 -DSAFETY -DCOLLAPSE -DMEMLIM=16000 -o pan pan.c
    ./pan -n -m1000000 >pan.log
    local found expected
    expected=$(($1 != 0))
    found=$(sed -n 's/.*errors: \([0-9]*\).*/\1/p' pan.log)
    states=$((states + $(awk '/states, stored/ { print $1 }' pan.log)))
    printf 'fault %s, items %s, window %s, workers %s, batches of %s, input order %s, closes %s, stops %s, fails %s: %s\n' \
        "$@" "$( (((found != 0) == expected)) && echo "as it should be" || echo WRONG)"
    (((found != 0) == expected)) && ! grep -q 'max search depth too small\|reached -DMEMLIM' pan.log
}

states=0
failed=0
for extent in "${extents[@]}"; do
    # shellcheck disable=SC2086 # the words of an extent
    check $extent || failed=$((failed + 1))
done
printf 'proof_map_state_spin\tstates of the loops and their state in Promela\t%s\t%s\n' "$states" "$failed"
exit $((failed != 0))
