#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# poisoned.sh OUTCOMES SAMPLES TESTS: runs tests of images and keeps what they read, adds samples, and makes
# thumbnails of all of them twice, where malloc fills what it gives and takes back with another value each time. No byte
# of them may change, and no library may write on standard error.
set -euo pipefail
outcomes=$1 samples=$2 tests=$3
suites=damaged_files,colour_profiles,ink,jpeg_warnings,openexr,orientation,png,thumbnails,tiff_files,webp_animation

directory=$(mktemp -d)
trap 'rm -r "$directory"' EXIT
mkdir "$directory/images"
GENPOOL_TEST_COLLECT=$directory/images "$tests" --run_test="$suites" >"$directory/log" 2>&1 ||
    { cat "$directory/log"; exit 1; }
"$samples" "$directory/images" --count 8 >"$directory/log"

for poison in 1 254; do
    MALLOC_PERTURB_=$poison "$outcomes" "$directory/images" >"$directory/$poison" 2>"$directory/$poison.errors"
done
cmp "$directory/1" "$directory/254"
# OpenEXR 3.3 and newer cannot be told to be silent about files of luminance and chroma.
sort -u "$directory"/*.errors | sed '/(EXR_ERR_[A-Z_]*)/d' >"$directory/errors"
if [[ -s $directory/errors ]]; then
    echo "FAILED: a library wrote on standard error:" >&2
    head "$directory/errors" >&2
    exit 1
fi
thumbnails=$(grep -c ' x .*, [0-9a-f]*$' "$directory/1")
echo "OK: the same $thumbnails thumbnails and the same reasons of $(wc -l <"$directory/1") images"
((thumbnails > 500))
