#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# comparison.sh SOURCE COMMAND...: looks whether COMMAND, which runs the program SOURCE of examples/comparison, does what
# the task asks for that its directory is named after.
set -euo pipefail

task=$(basename "$(dirname "$1")")
shift
start=$(date +%s%N)
case $task in
    map)
        input=$(for ((i = 1; i <= 40; ++i)); do printf "%$((i % 7 + 1))s\n" x; done)
        expected=$(awk '{ print length }' <<<"$input")
        ;;
    failures)
        input=$'a\nbad\nccc\nbad\neeeee'
        expected=$'a: 1\nbad: not measurable\nccc: 3\nbad: not measurable\neeeee: 5'
        ;;
    retry)
        input=$'a\nslow\nccc'
        expected=$'a: 1\nslow: failed\nccc: 3'
        ;;
    stop)
        input=
        # At most eight are read ahead of the five, and one is in the hands of whoever reads.
        expected=$'1\n4\n9\n16\n25\npulled (5|6|7|8|9|1[0-4]), running 0'
        ;;
    edges)
        input=
        expected=$'5 results before the error of the source\n8 items pulled before the first result\n0 calls running'
        expected+=' after the loop'
        ;;
esac

printed=$("$@" <<<"$input")
milliseconds=$((($(date +%s%N) - start) / 1000000))
[[ $printed =~ ^$expected$ ]] || {
    diff <(echo "$expected") <(echo "$printed") || true
    exit 1
}
tail -n 1 <<<"$printed"

# Three attempts of 500 ms each, and no wait of the 10 seconds that the slow call takes if nobody stops it.
if [[ $task == retry ]]; then
    ((milliseconds >= 1500 && milliseconds < 10000)) || { echo "took $milliseconds ms" >&2; exit 1; }
fi
