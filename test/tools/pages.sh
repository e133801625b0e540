#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# pages.sh DIRECTORY [SCREENSHOTS]: looks at the pages that the programs in DIRECTORY make with a real browser: Debian's
# chromium, driven by Node with playwright-core, which is looked for where NODE_PATH says
#
#     apt-get install chromium nodejs npm && npm install --prefix DIRECTORY-OF-YOURS playwright-core
#     NODE_PATH=DIRECTORY-OF-YOURS/node_modules test/tools/pages.sh build/debug/examples
#
# Where one of these is missing, it is skipped, with status 77.
set -euo pipefail

skip() {
    echo "skipped: $1"
    exit 77
}

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip "there is no Chromium"
command -v node >/dev/null || skip "there is no Node"
node -e 'require("playwright-core")' 2>/dev/null || skip "there is no playwright-core in NODE_PATH"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node "$(dirname "${BASH_SOURCE[0]}")/pages.js" "$browser" "$(cd "$1" && pwd)" "$work" "${2:-}"
