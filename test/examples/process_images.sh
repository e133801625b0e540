#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# process_images.sh PROGRAM: runs the program on two images whose names differ only in the extension, and on a
# file that is no image.
set -euo pipefail

program=$(realpath "$1")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
mkdir good bad
base64 -d >good/a.png <<<"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
cp good/a.png good/a.jpg
echo "no image" >bad/a.png

"$program" good thumbnails
diff <(printf '%s\n' a.jpg.png a.png.png) <(LC_ALL=C ls thumbnails)

if "$program" bad thumbnails 2>message; then
    echo "a bad image was not noticed" >&2
    exit 1
fi
grep -q bad/a.png message
