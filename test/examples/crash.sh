#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# crash.sh 12-PROCESSES: a file that crashes its worker fails alone.
set -euo pipefail

files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
printf 'a\nb\n' >"$files/two"
printf 'a\n' >"$files/poison"

printed=$(LC_ALL=C "$1" "$files" 2>"$files.told")
told=$(<"$files.told")
rm "$files.told"
diff <(echo "two: 2") <(echo "$printed")
grep -q "^poison: .* killed by signal 6, at the last of 3 attempts$" <<<"$told"
