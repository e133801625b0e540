#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# thread_sanitizer.sh: maps on threads, watched by the thread sanitizers of GCC and of clang, in the same two
# programs, which print how many there were.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

test/install_packages.sh clang-19 libclang-rt-19-dev llvm-19

# It cannot work with all the address randomisation of newer kernels; test/CMakeLists.txt tells why it does not watch
# what is not instrumented.
launch=()
setarch --addr-no-randomize true 2>/dev/null && launch=(setarch --addr-no-randomize)
export TSAN_OPTIONS=suppressions=$PWD/test/tsan.supp:ignore_noninstrumented_modules=1

status=0
for compiler in g++ clang++-19; do
    build=build/thread_sanitizer/$compiler
    {
        cmake -G Ninja -B "$build" -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=Debug \
            -DCMAKE_CXX_FLAGS_DEBUG="-O0 -g1" -DGENPOOL_SANITIZE=thread -DGENPOOL_BUILD_BENCHMARKS=OFF \
            -DGENPOOL_BUILD_EXAMPLES=OFF
        cmake --build "$build" --parallel "$(nproc)" --target proof_threads proof_exactly_once
    } >&2
    for program in 'threads --runs=5000' 'exactly_once --items=1000000'; do
        # shellcheck disable=SC2086
        "${launch[@]}" "$build"/test/proof/proof_$program | sed "s/\t/\t$compiler's sanitizer: /" || status=1
    done
done
exit "$status"
