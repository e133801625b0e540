#!/usr/bin/env bash
# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# compat.sh [SUITE[:COMPILER]...]: runs both commands of the README on other systems, by default on Debian 13 and on sid
# with their g++ (trixie:clang++-17 is with another compiler), and prints a table. On Debian, as root; half an hour each
# on two cores. The systems are made with debootstrap from this system's mirror, and kept in
# ${XDG_CACHE_HOME:-~/.cache}/genpool/compat.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ((EUID != 0)); then
    echo "compat.sh must be run as root, since it changes the root of what it runs" >&2
    exit 2
fi
command -v debootstrap >/dev/null || apt-get -qq install --yes --no-install-recommends debootstrap >/dev/null
(($#)) || set -- trixie sid

roots=${XDG_CACHE_HOME:-$HOME/.cache}/genpool/compat
mkdir -p "$roots"
mirror=$(apt-get indextargets --format '$(CREATED_BY) $(REPO_URI)' |
    sed -n 's|^Packages \(.*/debian\)/*$|\1|p' | head -n 1)

# make_root SUITE: unless it is there. One that was interrupted is made again.
make_root() {
    [[ -e $roots/$1/complete ]] && return
    rm -rf --one-file-system "${roots:?}/$1"
    debootstrap --variant=minbase "$1" "$roots/$1" "${mirror:?this system has no mirror of Debian}"
    # As this system reaches the mirror, so does the new one. A mirror may be of a day that is long past.
    {
        apt-config dump --format '%F "%v";%n' Acquire::http Acquire::https
        echo 'Acquire::Check-Valid-Until "false";'
    } >"$roots/$1/etc/apt/apt.conf.d/50mirror"
    touch "$roots/$1/complete"
}

# copy_sources SUITE: with their times, so that a second run builds only what has changed.
copy_sources() {
    local target=$roots/$1/genpool
    mkdir -p "$target"
    find "$target" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
    git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- |
        tar --extract --directory="$target"
}

# in_root SUITE COMMAND...: what is mounted for it goes when it ends, and so does what it started.
in_root() {
    local root=$roots/$1
    shift
    # shellcheck disable=SC2016
    unshare --mount --pid --fork --kill-child bash -ec '
        mount -t proc proc "$0/proc"
        mount --rbind /dev "$0/dev"
        mount -t tmpfs tmpfs "$0/dev/shm"
        exec chroot "$0" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
            sh -ec "cd /genpool && exec \"\$@\"" sh "$@"
    ' "$root" "$@"
}

# version SUITE PACKAGE-PATTERN: of the first installed package of that name, without Debian's part.
version() {
    { in_root "$1" dpkg-query --show --showformat='${db:Status-Status} ${Version}\n' "$2" || true; } |
        sed -n 's/^installed \([^-+]*\).*/\1/p' | head -n 1
}

rows=$(printf '%s\t%s\t%s\t%s\t%s\t%s\t%s' system compiler Boost OpenImageIO quickstart passed failed)
status=0
for argument; do
    IFS=: read -r suite compiler <<<"$argument"
    log=$roots/$suite${compiler:+-$compiler}.log
    printf '\n== %s: %s\n' "$argument" "$log"
    {
        make_root "$suite"
        copy_sources "$suite"
        in_root "$suite" apt-get -qq update
        in_root "$suite" env DEBIAN_FRONTEND=noninteractive apt-get -qq --yes --no-install-recommends dist-upgrade
        [[ ! $compiler ]] || in_root "$suite" test/install_packages.sh "${compiler/++/}"
    } >"$log" 2>&1
    with=(env GENPOOL_OPTIMISE=-O0 GENPOOL_UNITY=ON ${compiler:+CXX="$compiler"}) # the quickstart is optimised
    quickstart=works
    in_root "$suite" "${with[@]}" examples/quickstart.sh 2>&1 | tee -a "$log" || quickstart=fails
    in_root "$suite" "${with[@]}" test/run.sh 2>&1 | tee -a "$log" || status=1
    [[ $quickstart == works ]] || status=1

    read -r failed all < <(sed -n 's/.* tests passed, \([0-9]*\) tests\? failed out of \([0-9]*\)$/\1 \2/p' "$log") ||
        failed=0 all=0 # they were not built
    rows+=$(printf '\n%s\t%s\t%s\t%s\t%s\t%s\t%s' \
        "$(in_root "$suite" sh -c '. /etc/os-release && echo "$PRETTY_NAME"')" \
        "$(in_root "$suite" "${compiler:-g++}" --version | head -n 1)" \
        "$(version "$suite" 'libboost1.*-dev')" "$(version "$suite" libopenimageio-dev)" \
        "$quickstart" "$((all - failed))" "$failed")
done

printf '\n%s\n\n' "$(column --table --separator $'\t' <<<"$rows")"
echo "on $(date --iso-8601), at $(git rev-parse --short HEAD)"
exit "$status"
