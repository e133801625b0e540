#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# run.sh CASE [ROUNDS]: measures one case, built with optimisation, against its peers, and prints one JSON object a
# line on standard output, a table on standard error.
#   overhead   what an item costs whose function does nothing, against oneTBB and others; and one that is awaited
#   grain      functions of 100 ns to 10 ms, against two plain threads and others
#   memory     peak memory of ten thousand and of ten million items
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() { sed -n '3,/^set/s/^# //p' "$0" >&2; exit 2; }
[[ $# -ge 1 ]] || usage
case=$1
rounds=${2:-15}

build() {
    test/install_packages.sh libtbb-dev >&2
    cmake -S . -B build/bench -G Ninja -DCMAKE_BUILD_TYPE=Release -DGENPOOL_BUILD_BENCHMARKS=ON \
        -DGENPOOL_BUILD_TESTS=OFF -DGENPOOL_BUILD_EXAMPLES=OFF >&2
    cmake --build build/bench --target "bench_$1" >&2
}

case $case in
grain | overhead)
    build "$case"
    "build/bench/test/bench/bench_$case" "$rounds"
    ;;
memory)
    build memory
    least() { for ((i = 0; i < 5; ++i)); do build/bench/test/bench/bench_memory "$1"; done | sort -n | head -1; }
    few=$(least 10000)
    many=$(least 10000000)
    reached=$((many - few <= 1024 ? 1 : 0))
    printf '{"case":"memory","source":"generator","peer":"itself with 10000 items","unit":"KiB","ours":%d,"theirs":%d,' "$many" "$few"
    printf '"ratio_best":%.4f,"ratio_median":null,"rounds":5,"target":"within 1024 KiB","reached":%s}\n' \
        "$(awk "BEGIN { print $many / $few }")" "$([[ $reached == 1 ]] && echo true || echo false)"
    echo "memory: $many KiB for 10,000,000 items, $few KiB for 10,000" >&2
    ;;
*) usage ;;
esac
