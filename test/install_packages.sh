#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# install_packages.sh [PACKAGE...]: installs what is missing of these and of what every build needs, with apt, as root
# or with sudo. Packages of Boost are named without its version (libboost-test-dev): the newest is taken that is at
# least 1.81, of those that are installed, or else of those that the system has. When nothing is missing it does nothing
# and needs no network.
set -euo pipefail

packages=(g++ cmake ninja-build pkg-config libboost-filesystem-dev libboost-program-options-dev libopenimageio-dev
    zlib1g-dev libjpeg-dev libpng-dev libtiff-dev libwebp-dev liblcms2-dev
    libopenexr-dev libnats-dev nats-server "$@")

as_root=()
((EUID == 0)) || as_root=(sudo)

installed() {
    { dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true; } |
        sed -n 's/^installed //p'
}

# Of the names of packages that it reads, the newest version of Boost's headers.
newest_boost() {
    local version newest=
    while read -r version; do
        if dpkg --compare-versions "$version" ge "${newest:-1.81}"; then
            newest=$version
        fi
    done < <(sed -n 's/^libboost\([0-9.]*[0-9]\)-dev$/\1/p')
    echo "$newest"
}

updated=
update() {
    [[ $updated ]] || "${as_root[@]}" apt-get -qq update
    updated=1
}

boost=$(installed 'libboost*-dev' | newest_boost) # another would take its place
if [[ ! $boost ]]; then
    boost=$(apt-cache pkgnames libboost | newest_boost)
fi
if [[ ! $boost ]]; then
    update
    boost=$(apt-cache pkgnames libboost | newest_boost)
fi
if [[ ! $boost ]]; then
    echo "FAILED: this system has no package of Boost 1.81 or newer (libboost1.81-dev, say)" >&2
    exit 1
fi

missing=()
for package in "${packages[@]}"; do
    case $package in
    libboost-tools-dev) package=libboost$boost-tools-dev ;;
    libboost-*-dev) package=${package%-dev}$boost-dev ;;
    esac
    [[ $(installed "$package") ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

echo "Installing ${missing[*]}"
update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install --yes --no-install-recommends "${missing[@]}" >/dev/null
