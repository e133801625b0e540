#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# run.sh CASE [ROUNDS [ITEMS]]: measures one case, built with optimisation, against its peers, and prints one JSON
# object a line on standard output, a table on standard error. Both are kept in build/bench/results, with a plot, and
# all that has been measured there as a README.md with tables and plots.
#   overhead     what an item costs whose function does nothing, against oneTBB and others; and one that is awaited
#   grain        functions of 100 ns to 10 ms, against two plain threads and others
#   uneven       functions of which some take far longer than others, against oneTBB
#   awaitable    functions that are awaited, against worker coroutines by hand, and co_spawn for each item
#   submit       a call that is submitted, against a task that is posted
#   parts        what the parts of pipes add to a map, and a pipe against the same by hand
#   small        maps of ten items, and narrow windows
#   latency      from an item to its result, against a task that is posted to the pool and posts its result
#   allocations  blocks of memory for each item
#   growth       the cost of more threads, of more maps at once, and of wider windows
#   memory       peak memory of a thousand to a thousand million items
#   walk         a million files, against find, fd and the standard library
#   python       the program in Python that genpool answers
#   compile      what it takes to compile the program in the README, against Asio's header alone
#   photos       thumbnails of 44 photos, and how good they are, against Pillow, vipsthumbnail and ImageMagick
#   formats      the same of PNG, WebP, TIFF and OpenEXR
#   small_images thumbnails of 100,000 images of 320 x 240, or of ITEMS, against Pillow and vipsthumbnail
#   sizes        thumbnails in three sizes by one run, against a run for each
#   info         what headers say, of photos and of 1000 small images, or ITEMS, against exiftool and identify
#   server       requests for thumbnails of the same, made anew and kept, against a server in Python
#   isolate      thumbnails of the same, made in other processes, against threads
#   all          each of them
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() { sed -n '3,/^set/s/^# //p' "$0" >&2; exit 2; }
[[ $# -ge 1 ]] || usage
rounds=${2:-15}
items=${3:-}
programs=build/bench/test/bench
results=build/bench/results

# install PACKAGE...
install() { test/install_packages.sh "$@" >&2; }

# build PROGRAM...
build() {
    install libtbb-dev
    cmake -S . -B build/bench -G Ninja -DCMAKE_BUILD_TYPE=Release -DGENPOOL_BUILD_BENCHMARKS=ON \
        -DGENPOOL_BUILD_TESTS=OFF -DGENPOOL_BUILD_EXAMPLES=OFF >&2
    cmake --build build/bench --parallel "$(nproc)" --target "${@/#/bench_}" >&2
}

# Of a case that is one program.
measure() {
    build "$1"
    "$programs/bench_$1" "$rounds"
}

case_overhead() { measure overhead; }
case_grain() { measure grain; }
case_uneven() { measure uneven; }
case_submit() { measure submit; }
case_awaitable() { measure awaitable; }
case_parts() { measure parts; }
case_small() { measure small; }
case_latency() { measure latency; }
case_allocations() { measure allocations; }
case_growth() { measure growth; }

case_memory() {
    build memory
    local items least peak
    for items in 1000 10000 100000 1000000 10000000 100000000 1000000000; do
        peak=$("$programs/bench_memory" "$items")
        least=${least:-$peak}
        awk -v items="$items" -v ours="$peak" -v theirs="$least" 'BEGIN {
            printf "{\"case\":\"memory\",\"source\":\"generator, %d items\",\"peer\":\"itself with 1000 items\",", items
            printf "\"unit\":\"KiB\",\"ours\":%d,\"theirs\":%d,\"ratio_best\":%.4f,", ours, theirs, ours / theirs
            reached = ours - theirs <= 1024 ? "true" : "false"
            printf "\"ratio_median\":null,\"rounds\":1,\"target\":\"within 1024 KiB\",\"reached\":%s}\n", reached
            printf "memory: %10d items  %6d KiB  %s\n", items, ours, reached >"/dev/stderr"
        }'
    done
}

case_walk() {
    install findutils fd-find
    build walk duel
    local files=1000000 walk=$programs/bench_walk tree directories
    for directories in 1000 1; do
        tree=build/bench/walk_$directories
        echo "making a million files in $tree" >&2
        "$walk" make "$tree" "$directories" "$files"
        "$programs/bench_duel" walk "$directories directories" "$files" 1.0 "$rounds" \
            genpool "$walk genpool $tree" \
            find "find $tree -type f" \
            fd "fdfind --unrestricted --type f . $tree" \
            "std::filesystem::recursive_directory_iterator" "$walk std $tree" \
            "boost::filesystem::recursive_directory_iterator" "$walk boost $tree"
    done
    "$walk" first "build/bench/walk_1/directory 0" $((20 * rounds))
}

case_python() {
    install python3
    build python
    "$programs/bench_python" test/bench/peers/python_peer.py "$rounds"
}

case_compile() {
    build duel
    local compile="g++ -std=c++20 -Iinclude -c -o build/bench/compiled.o"
    awk -v example=1 -f test/readme/program.awk README.md >build/bench/readme.cpp
    echo '#include <boost/asio.hpp>' >build/bench/asio.cpp
    "$programs/bench_duel" compile "README's program" "s and MiB" 1.3 "$rounds" \
        genpool "$compile build/bench/readme.cpp" "boost/asio.hpp alone" "$compile build/bench/asio.cpp"
}

source test/bench/photos/photos.sh
source test/bench/tools/tools.sh

run_case() {
    mkdir -p "$results"
    "case_$1" 2> >(tee "$results/$1.txt" >&2) | tee "$results/$1.json"
    [[ -s $results/$1.json ]] || return 0 # its peers are missing
    install python3-matplotlib
    /usr/bin/python3 test/bench/figures/plot.py "$results/$1.json" "$results/$1.svg"
    {
        printf '# What `run.sh` has measured\n\n%s, %s, %s.\n' "$(date '+%-d %B %Y')" \
            "$(lscpu | sed -n 's/^Model name: *//p') ($(nproc) processors)" "$(g++ --version | head -1)"
        /usr/bin/python3 test/bench/figures/table.py "$results"/*.json
    } >"$results/README.md"
}

cases=$(compgen -A function case_ | sed 's/^case_//')
if [[ $1 == all ]]; then
    for each in $cases; do
        run_case "$each"
    done
    echo "Not reached:" >&2
    grep -h '"reached":false' "$results"/*.json >&2 || echo "nothing" >&2
elif grep -qx "$1" <<<"$cases"; then
    run_case "$1"
else
    usage
fi
