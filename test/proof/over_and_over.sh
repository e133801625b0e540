#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# over_and_over.sh SECONDS: builds all tests as test/run.sh does, and runs them again and again for so long, every
# second time beside programs that only take time away. Shows what tests say that fail; prints how many rounds there
# were, and in how many of them a test failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds=${1:?how many seconds}
test/run.sh --show-only >&2

burners=()
stop_burning() {
    for id in "${burners[@]}"; do
        kill "$id" && wait "$id"
    done 2>/dev/null || true
    burners=()
}
trap stop_burning EXIT

rounds=0
failed=0
for ((SECONDS = 0; SECONDS < seconds; ++rounds)); do
    if ((rounds % 2)); then
        for ((i = $(nproc); i != 0; --i)); do
            nice bash -c 'while :; do :; done' &
            burners+=("$!")
        done
    fi
    ctest --test-dir build/debug --output-on-failure --parallel "$(nproc)" >build/debug/round.txt 2>&1 || {
        echo "Round $rounds:"
        cat build/debug/round.txt
        failed=$((failed + 1))
    } >&2
    stop_burning
done
printf 'over_and_over\trounds of the whole suite\t%d\t%d\n' "$rounds" "$failed"
((!failed))
