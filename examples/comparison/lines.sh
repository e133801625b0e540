#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# lines.sh [--check]: prints the table of README.md: the lines of each program that are neither blank nor comments, and
# how many of them import something. With --check it compares the table with the page instead.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

table() {
    # shellcheck disable=SC2016
    awk '
        function row(file, name,    t, cells, lines, imports) {
            for (t = 1; t <= 4; ++t) {
                cells = cells sprintf(" [%d](%s) (%d) |", code[tasks[t] file], tasks[t] "/" file, imported[tasks[t] file])
                lines += code[tasks[t] file]
                imports += imported[tasks[t] file]
            }
            printf "| %s |%s %d (%d) |\n", name, cells, lines, imports
        }
        FNR == 1 {
            split(FILENAME, path, "/")
            program = path[1] path[2]
            comment = path[2] ~ /\.(py|exs)$/ ? "^[ \t]*#" : "^[ \t]*//"
        }
        /^[ \t]*$/ || $0 ~ comment { next }
        { ++code[program] }
        /^(#include |import |from |use |using [A-Z][A-Za-z.]*;)/ { ++imported[program] }
        END {
            split("map failures retry stop", tasks)
            print "| | `map` | `failures` | `retry` | `stop` | together |"
            print "|---|---|---|---|---|---|"
            row("genpool.cpp", "genpool")
            row("python.py", "Python 3.14, `ThreadPoolExecutor.map`")
            row("p_map.mjs", "p-map")
            row("elixir.exs", "Elixir, `Task.async_stream`")
            row("futures_rs.rs", "futures-rs, `buffered`")
            row("onetbb.cpp", "oneTBB, `parallel_pipeline`")
            row("dotnet.cs", ".NET, `TransformBlock`")
            row("co_throttle.cpp", "Ceph, `co_throttle`")
        }' {map,failures,retry,stop}/*
}

if [[ ${1-} != --check ]]; then
    table
elif ! diff <(sed -n '/^<!-- lines.sh -->$/,/^$/{/^|/p}' README.md) <(table); then
    echo 'README.md has another table than lines.sh prints' >&2
    exit 1
fi
