#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# run.sh TARGET SEEDS [SECONDS] [CORPUS]: runs a target of libFuzzer for some seconds (8), from the files in SEEDS on.
# CORPUS keeps what it finds, for the next time. What ends the target is made smaller, and printed as it can stand in a
# test.
set -euo pipefail
target=$(realpath "$1") seeds=$(realpath "$2") seconds=${3:-8}

directory=$(mktemp -d)
trap 'rm -r "$directory"' EXIT
corpus=$(realpath -m "${4:-$directory/corpus}")
mkdir -p "$corpus"
cd "$directory"
if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 "$corpus" "$seeds" \
    >log 2>&1; then
    grep -E '^#[0-9]+.DONE|^stat::number_of_executed_units' log
    exit
fi
# Without what it tells while nothing has happened.
grep -vE '^(#[0-9]|INFO)' log || true
found=$(find . -name 'crash-*' -o -name 'timeout-*' -o -name 'oom-*' -o -name 'leak-*' | head -1)
if [[ $found ]]; then
    cp "$found" smallest
    "$target" -minimize_crash=1 -max_total_time=20 -exact_artifact_path=smallest "$found" >/dev/null 2>&1 || true
    echo "FAILED: ${target##*/}, by these $(stat -c %s smallest) bytes:"
    od -An -v -tx1 smallest | sed 's/ \(..\)/0x\1, /g'
fi
exit 1
