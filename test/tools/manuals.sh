#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# manuals.sh PROGRAM...: the manual page of each program and its completions have the options that its --help has, and no
# others; and the pages are what the program that shows them understands, where there is one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../examples"
failed=0

# The options in a text, a line each.
options() { grep -oE -- '(^|[^-a-z])--[a-z]+(-[a-z]+)*' | grep -oE -- '--.*' | sort -u; }

# same NAME OPTIONS OTHER-OPTIONS
same() {
    if [[ $2 != "$3" ]]; then
        printf '%s differs from --help:\n%s\n' "$1" "$(diff <(echo "$2") <(echo "$3"))" >&2
        failed=1
    fi
}

for program in "$@"; do
    name=$(basename "$program")
    # Where they are listed, if they are: the text may speak of those of others.
    told=$("$program" --help)
    [[ $told != *$'\nOptions:\n'* ]] || told=$(sed -n '/^Options:/,/^$/p' <<<"$told")
    told=$(options <<<"$told")
    page=manuals/$name.1
    # Those that a page has as headings, not those of others that it speaks of.
    described=$(sed -n '/^\.SH OPTIONS/,/^\.SH EXIT/{/^\.TP/{n;p}}' "$page" | sed 's/\\-/-/g' | options)
    if [[ $name == genpool-thumbnails ]]; then # its --help has the shorter name alone
        described=$(grep -v -x -e --null <<<"$described")
        [[ $described == *--help* ]] || described=$(sort <<<"$described"$'\n'--help)
        for completion in thumbnails/completions/*; do
            completed=$(sed 's/^#.*//' "$completion" | options | grep -v -x -e --null)
            same "$completion" "$told" "$completed"
        done
    fi
    same "$page" "$told" "$described"
    if command -v man >/dev/null && command -v groff >/dev/null; then
        warnings=$(LC_ALL=C.UTF-8 man --warnings -l "$page" 2>&1 >/dev/null)
        [[ -z $warnings ]] || { echo "$page: $warnings" >&2; failed=1; }
    fi
done
exit $failed
