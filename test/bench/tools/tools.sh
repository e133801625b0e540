# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# The cases of run.sh, which reads this behind photos.sh, about the tools in other uses than thumbnails of a few photos.
# A peer that cannot be installed is skipped, and that is said.

commands+=(
    [genpool --isolate]='build/bench/examples/genpool-thumbnails $1 -o $2 --jobs 2 --existing overwrite --isolate \
        2>/dev/null'
    [xargs -P2 -n1000 vipsthumbnail]='find $1 -type f | xargs -P2 -n1000 vipsthumbnail --vips-concurrency=1 --size 256 \
        -o $PWD/$2/%s.jpg[Q=85,strip] 2>/dev/null'
)

# has_peer PACKAGE COMMAND...: whether the command works when the package is installed.
has_peer() {
    install "$1" || true
    "${@:2}" >/dev/null 2>&1 && return
    echo "skipped: without $1" >&2
    return 1
}

has_pillow() { has_peer python3-pil /usr/bin/python3 -c 'import PIL'; }

# Makes the directory $small with $1 files: the photos as JPEGs of 320 × 240, each with as many names as that takes, so
# that a disk has no part in it.
prepare_small() {
    prepare_photos
    small=build/bench/small_$1
    [[ ! -d $small ]] || return 0
    "$examples/genpool-thumbnails" "$photos" -o "$thumbnails/320x240" --size '320x240!' --quiet >&2
    rm -rf "$small.unfinished"
    mkdir -p "$small.unfinished"
    /usr/bin/python3 - "$1" "$thumbnails/320x240" "$small.unfinished" <<'END'
import itertools, os, sys
count, made, links = int(sys.argv[1]), sys.argv[2], sys.argv[3]
for number, name in zip(range(count), itertools.cycle(sorted(os.listdir(made)))):
    os.link(os.path.join(made, name), os.path.join(links, f"{number:07}.jpg"))
END
    mv "$small.unfinished" "$small"
}

case_small_images() {
    prepare_small "${items:-100000}"
    if has_pillow; then
        duel_of_thumbnails small_images "$small" 1.0 genpool Pillow
    fi
    if has_peer libvips-tools vipsthumbnail --vips-version; then
        duel_of_thumbnails small_images "$small" 1.0 genpool "xargs -P2 -n1000 vipsthumbnail"
    fi
}

case_sizes() {
    prepare_photos
    local run="$examples/genpool-thumbnails $photos -o $thumbnails/sizes/{size}/{stem}.{ext} --jobs 2"
    run+=" --existing overwrite --quiet"
    "$programs/bench_duel" sizes "160, 640 and 1280" "$(find "$photos" -type f | wc -l)" 1.0 "$rounds" \
        "one run" "$run --size 160,640,1280" \
        "a run for each" "for size in 160 640 1280; do $run --size \$size; done"
}

case_info() {
    prepare_small "${items:-1000}"
    build_tools info
    local images count peers=()
    if has_peer libimage-exiftool-perl exiftool -ver; then
        peers+=("exiftool -fast2" "exiftool -fast2 -q -T -FileType -ImageWidth -ImageHeight -Orientation \$images")
    fi
    if has_peer imagemagick identify -version; then
        peers+=("identify -ping" "find \$images -type f | xargs identify -ping")
    fi
    ((${#peers[@]})) || return 0
    for images in "$photos" "$small"; do
        count=$(find "$images" -type f | wc -l)
        images=$images "$programs/bench_duel" info "$(basename "$images")" "$count" 1.0 "$rounds" \
            genpool "$examples/genpool-info --jobs 2 \$images" "${peers[@]}"
    done
}

case_server() {
    prepare_small "${items:-1000}"
    build_tools server
    has_pillow && has_peer wrk command -v wrk || return 0
    local images
    for images in "$photos" "$small"; do
        /usr/bin/python3 test/bench/tools/server.py "$rounds" "$images" "$examples/genpool-server"
    done
}

case_isolate() {
    prepare_small "${items:-1000}"
    local images
    for images in "$photos" "$small"; do
        duel_of_thumbnails isolate "$images" 1.1 "genpool --isolate" genpool
    done
}
