#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# recipes.sh PROGRAM PAGE: runs the recipes of a page, one after another, and compares what they print with what the page
# says.
set -euo pipefail

promised=$(sed -n 's|^// prints: ||p' "$2")
[[ $promised ]]
diff <(echo "$promised") <("$1")
