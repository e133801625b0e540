#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# tutorial.sh PROGRAM SOURCE: runs a tutorial on three files and compares what it prints with what its source
# says that it prints, but for the order of the lines, which is the order of the directory.
set -euo pipefail

files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
printf 'a\n' >"$files/one"
printf 'a\nb\n' >"$files/two"
printf 'a\nb\nc\n' >"$files/three"

promised=$(sed -n '/^\/\/ Files of one, two and three lines print:$/,/^$/s|^//     ||p' "$2" | sort)
[[ $promised ]] || { echo "$2 does not say what it prints" >&2; exit 1; }
printed=$("$1" "$files" | sort)
diff <(echo "$promised") <(echo "$printed")
