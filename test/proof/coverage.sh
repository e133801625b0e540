#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# coverage.sh: which lines of the core, and which branches of the window, the tests and the harnesses run. Lists the
# lines that they do not, and fails if those are more than 3 in 100, or if a branch of the window was not taken.
#
# Measured by clang 19, in the source and not in the instructions: an exception is no branch, and a line of a template
# is covered if that of one instantiation is. The lines are those of include/genpool and lib without image. Each
# program is looked at on its own, and a line or branch counts as covered if it is so in one of them: taken together,
# llvm-cov believes the program in which a function of a header is not used. Precompiled headers are left out, for
# CMake makes them system headers, which are not measured. What no program instantiates is not seen.
#
# What cannot be covered: functions that the compiler alone evaluates (options.hpp), those that concepts, properties of
# Asio or a base class demand and nobody asks for (pull_loop.hpp, range_source.hpp, stream_source.hpp, source_executor.hpp).
# Some lines that follow a block out of which a return leads are listed although they are run (pull_loop.cpp,
# source_driver.cpp): clang gives them the count of the gap between.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

test/install_packages.sh libboost-test-dev libboost-context-dev clang-19 libclang-rt-19-dev llvm-19

build=build/coverage
{
    cmake -G Ninja -B "$build" -DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_BUILD_TYPE=Debug \
        -DCMAKE_CXX_FLAGS_DEBUG="-O0 -g1 -fprofile-instr-generate -fcoverage-mapping -fprofile-update=atomic" \
        -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON -DCMAKE_DISABLE_FIND_PACKAGE_PkgConfig=ON \
        -DGENPOOL_BUILD_BENCHMARKS=OFF -DGENPOOL_BUILD_EXAMPLES=OFF
    cmake --build "$build" --parallel "$(nproc)"
    cmake --build "$build" --parallel "$(nproc)" --target proof_torture
    rm -rf "$build/profiles"
    export LLVM_PROFILE_FILE=$PWD/$build/profiles/%4m.profraw
    ctest --test-dir "$build" --output-on-failure --parallel "$(nproc)" --timeout 600 \
        --exclude-regex '^(compile_fail|package|readme)/'
    "$build/test/proof/proof_torture"
    llvm-profdata-19 merge -sparse -o "$build/profile" "$build"/profiles/*
} >&2

find "$build/test" -maxdepth 2 -type f -executable -name '*_*' | while read -r program; do
    llvm-cov-19 export -format=lcov "$program" -instr-profile="$build/profile" \
        -ignore-filename-regex="^(/usr|$PWD/test|$PWD/build)/" 2>/dev/null # it warns of the functions that others have
done | awk -F '[:,]' -v root="$PWD/" '
    function row(what, counts, name,    all, missed, where) {
        for (where in counts) {
            ++all
            if (counts[where] == 0) {
                ++missed
                print name " not covered: " where | "sort -V >&2"
            }
        }
        printf "coverage\t%s\t%d\t%d\n", what, all, missed
        return missed / all
    }
    $1 == "SF" { file = substr($2, length(root) + 1) }
    $1 == "DA" { lines[file ":" $2] += $3 }
    $1 == "BRDA" && file ~ /window\.[ch]pp$/ { branches[file ":" $2 ", " $3 "." $4] += $5 }
    END {
        bad = row("lines of the core", lines, "line") > 0.03
        bad = row("branches of the window", branches, "branch") > 0 || bad
        exit bad
    }'
