#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# run.sh PROGRAM: runs a program of the README beside a directory "photos", and compares what it prints.
set -euo pipefail

program=$(realpath "$1")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
mkdir photos
printf 'a\n' >photos/one.jpg
printf 'a\nb\n' >photos/two.jpg
printf 'a\nb\nc\n' >photos/notes.txt

export LC_ALL=C
printed=$("$program" | sort)
diff <(printf '%s\n' 3723141383 408365719) <(echo "$printed")
