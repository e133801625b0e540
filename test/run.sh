#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# run.sh [--sanitize=address|thread] [CTEST-ARGUMENT...]: installs what is missing (Debian 12, as root or with
# sudo), builds everything and runs all tests, or those that the arguments choose (-R window, say).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

sanitize=
if [[ ${1-} == --sanitize=* ]]; then
    sanitize=${1#*=}
    shift
fi
build=build/${sanitize:-debug}
trap 'echo "FAILED: the tests in $build" >&2' ERR

test/install_packages.sh libboost-test1.81-dev libboost-context1.81-dev gdb

# Asio compiles slowly: -O1 costs little more than -O0, except that with AddressSanitizer it takes twice as long;
# full debug information costs a third more.
optimise=-O1
[[ $sanitize == address ]] && optimise=-O0
cmake -G Ninja -B "$build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="$optimise -g1" \
    -DGENPOOL_SANITIZE="$sanitize" -DGENPOOL_BUILD_BENCHMARKS=OFF
cmake --build "$build"

# GCC 12's thread sanitizer cannot work with all the address randomisation of newer kernels.
launch=()
if [[ $sanitize == thread ]] && setarch --addr-no-randomize true 2>/dev/null; then
    launch=(setarch --addr-no-randomize)
fi
"${launch[@]}" ctest --test-dir "$build" --output-on-failure --parallel "$(nproc)" "$@"

echo "OK: the tests in $build passed"
