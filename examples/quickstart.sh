#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# quickstart.sh [DIRECTORY]: makes thumbnails of the images in DIRECTORY and below, or of a sample set that it
# writes first. Installs what is missing (Debian 12 or newer, as root or with sudo).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/release
thumbnails=$root/out/thumbnails
if (($#)) && [[ $(realpath -m -- "$1")/ == "$thumbnails"/* ]]; then
    echo "quickstart.sh: $1 is where the thumbnails go, and is emptied first" >&2
    exit 2
fi

"$root/test/install_packages.sh"
# Asio compiles slowly: the library in a few files that include all others takes a fifth of the time.
cmake -G Ninja -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=Release -DGENPOOL_BUILD_TESTS=OFF \
    -DGENPOOL_BUILD_BENCHMARKS=OFF -DCMAKE_UNITY_BUILD=ON \
    -DGENPOOL_WARNINGS_AS_ERRORS="${GENPOOL_WARNINGS_AS_ERRORS-OFF}"
cmake --build "$build" --parallel "$(nproc)" --target genpool_samples genpool_thumbnails

images=${1-$root/out/samples}
if (($# == 0)); then
    "$build/examples/genpool-samples" "$images"
fi

rm -rf "$thumbnails"
status=0
"$build/examples/genpool-thumbnails" "$images" -o "$thumbnails" --recursive || status=$?
if [[ -d $thumbnails ]]; then
    echo "$(find "$thumbnails" -type f | wc -l) thumbnails are in $thumbnails"
fi
exit $status
