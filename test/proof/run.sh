#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# run.sh [--recorded]: installs what is missing (Debian 12, as root or with sudo), builds the harnesses, runs them,
# and prints a table: what was tried, how many, how many failed. The short form takes some minutes; the recorded
# form takes hours, and its table is that of the README.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

recorded=
case ${1-} in
--recorded) recorded=1 ;;
?*) sed -n '3,5s/^# //p' "$0" >&2; exit 2 ;;
esac

test/install_packages.sh libboost-test-dev libboost-context-dev gcc iproute2 libfaketime spin valgrind

# As test/run.sh does, so that what it has built need not be built again.
build=build/debug
cmake -G Ninja -B "$build" -DCMAKE_CXX_COMPILER=g++ -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_FLAGS_DEBUG="${GENPOOL_OPTIMISE:--O1} -g1" -DGENPOOL_SANITIZE= -DGENPOOL_BUILD_BENCHMARKS=OFF
cmake --build "$build" --parallel "$(nproc)" --target proof
programs=$build/test/proof

# begin COMMAND...: runs it beside the others, and keeps what it prints and its status in files.
commands=()
begin() {
    local log=$build/harness_${#commands[@]}
    commands+=("$*")
    {
        local status=0 child
        "$@" &>"$log.txt" &
        child=$!
        trap 'kill "$child"' TERM
        wait "$child" || status=$?
        echo "$status" >"$log.status"
        printf '== %d:%02d ended with %d: %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$status" "$*" >&2
    } &
}

# run COMMAND...: the same, as soon as fewer of those are running than there are processors. Most have one thread.
running=()
run() {
    while ((${#running[@]} >= $(nproc))); do
        wait -n "${running[@]}" || true
        local id left=()
        for id in "${running[@]}"; do
            kill -0 "$id" 2>/dev/null && left+=("$id")
        done
        running=("${left[@]}")
    done
    begin "$@"
    running+=("$!")
}

all_have_run() {
    wait "${running[@]}" || true
    running=()
}

# What libFuzzer says at its end, as such a line.
fuzz() {
    build/fuzz/test/proof/proof_fuzz_schedules -max_total_time="$fuzzing" 2>&1 |
        sed 's/^Done \([0-9]*\) runs.*/fuzz_schedules\tchosen by libFuzzer\t\1\t0/'
}
trap 'jobs -p | xargs --no-run-if-empty kill' EXIT

# In each form: how far.
if [[ $recorded ]]; then
    far=(--recorded) schedules=10000000 programs_by_chance=1000000 programs_of_calls=1000000
    items=1000000000 maps=500000 soaking=3600 fuzzing=600 killing=(--seconds=75 --kills=1000)
else
    far=() schedules=100000 programs_by_chance=100000 programs_of_calls=20000 items=10000000 maps=20000 soaking=60 fuzzing= killing=(--seconds=4 --kills=50)
fi

# The longest first.
begin "$programs/proof_soak" --seconds="$soaking"
if [[ $recorded ]]; then
    begin test/proof/over_and_over.sh "$soaking"
fi
run "$programs/proof_map_state" "${far[@]}"
run "$programs/proof_schedules" --runs="$schedules" --cases=test/proof/schedules/schedules.txt
run test/proof/map_state/map_state_spin.sh "${far[@]}"
run "$programs/proof_abandon" "${far[@]}"
run "$programs/proof_torture" "${far[@]}"
run "$programs/proof_window" "${far[@]}"
run test/proof/window/window_spin.sh "$programs/proof_window" "${far[@]}"
run "$programs/proof_differential" --runs="$programs_by_chance"
run "$programs/proof_programs" --runs="$programs_of_calls"
run "$programs/proof_system_calls"
run valgrind --quiet --error-exitcode=1 --leak-check=full "$programs/proof_differential" --runs=500
run "$programs/proof_remote" "$build/test/test_remote_worker" "${killing[@]}"
run "$programs/proof_process"
run "$programs/proof_exactly_once" --items="$items"
run "$programs/proof_threads" --runs="$maps"
all_have_run
run test/proof/mutants/run.sh "$programs/mutants" # as many at once as there are processors
all_have_run

if [[ $fuzzing ]]; then
    test/install_packages.sh clang-19 libclang-rt-19-dev
    cmake -G Ninja -B build/fuzz -DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_BUILD_TYPE=Debug \
        -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" -DGENPOOL_SANITIZE=address -DGENPOOL_FUZZ=ON \
        -DGENPOOL_BUILD_BENCHMARKS=OFF -DGENPOOL_BUILD_EXAMPLES=OFF
    cmake --build build/fuzz --parallel "$(nproc)" --target proof_fuzz_schedules
    run fuzz
    run test/proof/thread_sanitizer.sh
    run test/proof/coverage.sh
fi

wait
failed=0
rows=
for i in "${!commands[@]}"; do
    printf '\n== %s\n' "${commands[i]}"
    grep -v $'\t' "$build/harness_$i.txt" || true # the lines NAME TAB WHAT TAB TRIED TAB FAILED are the table's
    rows+=$(grep $'\t' "$build/harness_$i.txt" || true)$'\n'
    if (($(<"$build/harness_$i.status") != 0)); then
        echo "FAILED: ${commands[i]}"
        failed=1
    fi
done

printf '\n%-14s %-50s %14s %8s\n' harness what tried failed
awk -F '\t' 'NF == 4 { sub(/^proof_/, ""); printf "%-14s %-50s %14d %8d\n", $1, $2, $3, $4 }' <<<"$rows"
printf '\nafter %d minutes, %s, %s\n' $((SECONDS / 60)) "$(date --iso-8601)" \
    "$(lscpu | sed -n 's/^Model name: *//p') ($(nproc) processors), $(g++ --version | head -1)"
((!failed)) && echo "OK: every promise was kept"
exit "$failed"
