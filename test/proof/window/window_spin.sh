#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# window_spin.sh PROGRAM [--recorded]: has spin check window.pml, and compares the number of the states that it
# reaches with that of PROGRAM, proof_window, which explores the window itself.
set -euo pipefail
model=$(dirname "$(realpath "${BASH_SOURCE[0]}")")/window.pml
program=$(realpath "$1")

# ITEMS WINDOW CONCURRENCY FAULTS
extents=("6 2 1 1" "3 3 2 1" "2 2 2 2")
if [[ ${2-} == --recorded ]]; then
    extents+=("6 1 1 1" "6 1 2 1" "6 1 3 1" "6 2 2 1" "6 2 3 1" "6 3 1 1" "6 3 2 1" "6 3 3 1" "2 2 2 7")
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# agree ORDER INPUT ITEMS WINDOW CONCURRENCY FAULTS
agree() {
    spin -a -DINPUT="$2" -DN="$3" -DW="$4" -DT="$5" -DFAULTS="$6" "$model" >spin.log
    gcc -w -DSAFETY -DNOREDUCE -DMEMLIM=16000 -o pan pan.c
    ./pan -E -n -m10000000 >pan.log
    local spin explored
    spin=$(awk '/states, stored/ { print $1 }' pan.log)
    explored=$("$program" "$1" "$3" "$4" "$5" "$6" | sed -n 's/.*: \([0-9]*\) states.*/\1/p')
    printf '%s order, up to %s items, window %s, concurrency %s, faults %s: spin %s states, window %s\n' \
        "$1" "$3" "$4" "$5" "$6" "$spin" "$explored"
    if [[ $spin != "$explored" ]] || ! grep -q 'errors: 0' pan.log; then
        cat pan.log
        return 1
    fi
    states=$((states + spin))
}

states=0
failed=0
for extent in "${extents[@]}"; do
    # shellcheck disable=SC2086 # the words of an extent
    agree input 1 $extent || failed=$((failed + 1))
    # shellcheck disable=SC2086
    agree completion 0 $extent || failed=$((failed + 1))
done
printf 'proof_window_spin\tstates of the model in Promela\t%s\t%s\n' "$states" "$failed"
exit $((failed != 0))
