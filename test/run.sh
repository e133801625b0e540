#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# run.sh [--sanitize=address|thread] [CTEST-ARGUMENT...]: installs what is missing (Debian 12 or newer, as root or with
# sudo), builds everything and runs all tests, or those that the arguments choose (-R window, say). $CXX is another
# compiler than g++; $GENPOOL_WARNINGS_AS_ERRORS=ON, $GENPOOL_OPTIMISE=-O1 and $GENPOOL_UNITY=ON are what CI sets.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

sanitize=
if [[ ${1-} == --sanitize=* ]]; then
    sanitize=${1#*=}
    shift
fi
build=build/${CXX:+${CXX##*/}-}${sanitize:-debug}
trap 'echo "FAILED: the tests in $build" >&2' ERR

packages=(libboost-test-dev libboost-context-dev gdb openssl)
compiler=${CXX:-g++}
optimise=${GENPOOL_OPTIMISE:--O1}
linker=
if [[ $sanitize ]]; then
    # clang compiles unoptimised Asio with sanitizers in half the time that GCC takes, and is a second opinion.
    packages+=(clang-19 libclang-rt-19-dev lld-19 llvm-19)
    compiler=${CXX:-clang++-19}
    optimise=-O0
fi
test/install_packages.sh "${packages[@]}"
if [[ -x /usr/lib/llvm-19/bin/ld.lld ]]; then
    linker='-B/usr/lib/llvm-19/bin -fuse-ld=lld' # in two fifths of the time
fi

# Asio compiles slowly: full debug information costs a third more, and each file by itself, instead of a few that
# include them all, half as long again for tests and several times as long for the library. Where time is not short each
# is compiled by itself, so that a change of one compiles one, and to see that it includes what it needs; so does b2.
unity=${GENPOOL_UNITY:-${sanitize:+ON}}
cmake -G Ninja -B "$build" -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_FLAGS_DEBUG="$optimise -g1" -DGENPOOL_SANITIZE="$sanitize" -DGENPOOL_BUILD_BENCHMARKS=OFF \
    -DGENPOOL_WARNINGS_AS_ERRORS="${GENPOOL_WARNINGS_AS_ERRORS-OFF}" \
    -DCMAKE_EXE_LINKER_FLAGS="$linker" -DCMAKE_UNITY_BUILD="${unity:-OFF}" -DGENPOOL_UNITY_TESTS="${unity:-OFF}"
cmake --build "$build" --parallel "$(nproc)" # ninja's two more than cores cost a sixth

# The thread sanitizer cannot work with all the address randomisation of newer kernels.
launch=()
if [[ $sanitize == thread ]] && setarch --addr-no-randomize true 2>/dev/null; then
    launch=(setarch --addr-no-randomize)
fi
# Two more than cores: many tests wait, for servers, workers and timers.
"${launch[@]}" ctest --test-dir "$build" --output-on-failure --parallel "$(($(nproc) + 2))" "$@"

echo "OK: the tests in $build passed"
