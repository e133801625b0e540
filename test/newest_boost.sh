#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# newest_boost.sh: compiles the conformance tests, and what walks directories, since the headers of Boost.Filesystem
# include ever less of each other, with the headers of the newest Boost that Debian has, in sid. They are fetched from
# this system's mirror, and nothing is installed. Where that cannot be done it says so, and is no failure.
# As with a sanitizer, each combination makes one of its two calls, in half the time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

skip() {
    echo "SKIPPED: the newest Boost, since $1"
    exit 0
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch"/{lists,cache,boost}
: >"$scratch/status"

mirror=$(apt-get indextargets --format '$(CREATED_BY) $(REPO_URI)' |
    sed -n 's|^Packages \(.*/debian\)/*$|\1|p' | head -n 1)
[[ $mirror ]] || skip "this system has no mirror of Debian"
keys=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb [signed-by=$keys check-valid-until=no] $mirror sid main" >"$scratch/sources.list"
# Apart from the system's own lists and packages.
private=(-qq -o Dir::Etc::SourceList="$scratch/sources.list" -o Dir::Etc::SourceParts=-
    -o Dir::State::Lists="$scratch/lists" -o Dir::State::Status="$scratch/status" -o Dir::Cache="$scratch/cache"
    -o Acquire::Languages=none -o APT::Sandbox::User= -o APT::Update::Error-Mode=any)
apt-get "${private[@]}" update || skip "$mirror has no lists of sid"
version=$(apt-cache "${private[@]}" pkgnames libboost | sed -n 's/^libboost\([0-9.]*[0-9]\)-dev$/\1/p' |
    sort --version-sort | tail -n 1)
(cd "$scratch" && apt-get "${private[@]}" download "libboost${version:-}-dev") || skip "it cannot be fetched from $mirror"
dpkg-deb --extract "$scratch"/libboost*.deb "$scratch/boost"

echo "Compiling the conformance tests and what walks directories with Boost $version"
# The tests of images need headers that CMake makes.
walks() { grep -lrE 'fs::(recursive_)?directory_|filesystem_error' --include='*.cpp' lib examples test/files test/tools; }
read -ra images < <(pkg-config --cflags OpenImageIO 2>/dev/null)
{ ls test/conformance/*.cpp && walks; } | grep -v /full.cpp |
    xargs -P "$(nproc)" -I{} "${CXX:-g++}" -std=c++20 -fsyntax-only -Wall -Wextra -DGENPOOL_TEST_SANITIZED \
        -isystem "$scratch/boost/usr/include" "${images[@]}" -Iinclude -Ilib -Itest -DBOOST_TEST_DYN_LINK {}
echo "OK: they compile with Boost $version"
