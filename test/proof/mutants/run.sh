#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# run.sh PROGRAMS [NUMBER...]: runs the harnesses in the folder PROGRAMS on each mutant, or on those named, until one
# finds it: first the one that did so the last time, of which found_by.txt keeps account, then the others, the quickest
# first. Fails if a mutant survives, or if a harness finds something where there is none.
set -uo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
export programs=$1
shift

# What takes long is left out.
export tests='!*/nothing_is_pulled_after_a_failure:!*/*while_its_body_blocks:!*/*no_awaited_result_waits*'
tests+=':!*/feeds_maps_*:!*/needs_little_stack*:!*/a_burst_is*:!*/everything_may_go*'

harness() {
    local arguments
    case $1 in
    window) "$programs/mutated_window" input 3 2 2 1 && "$programs/mutated_window" completion 3 2 2 1 ;;
    map_state:*)
        IFS=, read -ra arguments <<<"${1#*:}"
        "$programs/mutated_map_state" "${arguments[@]}"
        ;;
    schedules) "$programs/mutated_schedules" --first --runs=2000 --cases="$here/cases.txt" --cases="$here/../schedules/schedules.txt" ;;
    programs) "$programs/mutated_programs" --first --runs=3000 ;;
    tests) "$programs/mutated_tests" --run_test="$tests" ;;
    tests:*) "$programs/mutated_tests" --run_test="${1#*:}" ;;
    esac
}

# What the exploration of a map's state must find by itself: what one side has claimed is forgotten by another, and
# wake-ups that are missed.
export by_map_state=' 73 80 81 82 83 84 85 86 87 88 89 '
export explorations='map_state:completion,2,1,1,1,1,0 map_state:completion,2,2,2,1,0,0 map_state:completion,3,4,1,0,0,1
    map_state:completion,4,4,1,0,0,0 map_state:completion,2,2,2,0,0,0,steered map_state:input,2,2,2,1,0,0,steered'

# try NUMBER: prints which harness found the mutant, or that it survived.
try() {
    export GENPOOL_MUTANT=$1 GENPOOL_TEST_TIMEOUT=5
    local name log
    log=$(mktemp)
    local harnesses="window schedules programs tests ${explorations%% *}" limit=20
    if [[ $by_map_state == *" $1 "* ]]; then
        harnesses=$explorations limit=600
    elif [[ $1 == 0 ]]; then
        limit=600
    fi
    harnesses="$(sed -n "s/^$1 //p" "$here/found_by.txt") $harnesses"
    for name in $harnesses; do
        timeout --signal=KILL $limit bash -c "harness $name" >"$log" 2>&1
        local status=$?
        if ((status != 0)); then
            break
        fi
        name=
    done
    local title
    title=$(grep "^$1 " "$here/mutants.txt") || title=none
    if [[ -z $name ]]; then
        echo "mutant $title: SURVIVED"
    elif ((status == 137)); then
        echo "mutant $title: killed by $name, which did not end"
    else
        echo "mutant $title: killed by $name"
    fi
    if [[ $1 == 0 && -n $name ]]; then
        tail -20 "$log"
    fi
    rm -f "$log"
}
export -f harness try
export here

numbers=("$@")
if ((${#numbers[@]} == 0)); then
    # What takes the longest first.
    mapfile -t numbers < <((tr ' ' '\n' <<<"$by_map_state" && grep -o '^[0-9]*' "$here/mutants.txt") |
        awk '/[1-9]/ && !seen[$0]++')
fi
found=$(printf '%s\n' 0 "${numbers[@]}" | xargs -P "$(nproc)" -I{} bash -c 'try "$((10#{}))"' | tee >(cat >&2))
if ! grep -qx 'mutant none: SURVIVED' <<<"$found"; then
    echo "a harness fails without a mutant"
    exit 1
fi
found=$(grep '^mutant [0-9]' <<<"$found")
if (($(wc -l <<<"$found") != ${#numbers[@]})); then
    echo "only $(wc -l <<<"$found") of ${#numbers[@]} mutants were tried"
    exit 1
fi
survived=$(grep -c 'SURVIVED$' <<<"$found")
printf 'proof_mutants\tseeded bugs\t%s\t%s\n' "$(wc -l <<<"$found")" "$survived"
exit $((survived != 0))
