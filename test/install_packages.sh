#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# install_packages.sh [PACKAGE...]: installs what is missing of these and of what every build needs, with apt,
# as root or with sudo. When nothing is missing it does nothing and needs no network.
set -euo pipefail

packages=(g++ cmake ninja-build pkg-config libboost-filesystem1.81-dev
    libboost-program-options1.81-dev libopenimageio-dev zlib1g-dev libjpeg62-turbo-dev libpng-dev libtiff-dev
    libwebp-dev "$@")
missing=()
for package in "${packages[@]}"; do
    [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
        missing+=("$package")
done
((${#missing[@]})) || exit 0

echo "Installing ${missing[*]}"
as_root=()
((EUID == 0)) || as_root=(sudo)
"${as_root[@]}" apt-get -qq update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install --yes --no-install-recommends "${missing[@]}" >/dev/null
