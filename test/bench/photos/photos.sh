# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# The cases of run.sh, which reads this, about thumbnails: of the photos in Debian's packages of wallpapers, and of some
# of them in other formats, with the program genpool-thumbnails and with its peers.

photos=build/bench/photos
thumbnails=build/bench/thumbnails
examples=build/bench/examples

# Each of these is a command that makes thumbnails of all files in the directory $1, in the directory $2: with two
# threads, as JPEGs of quality 85, 4:2:0.
declare -A commands=(
    [genpool]='build/bench/examples/genpool-thumbnails $1 -o $2 --jobs 2 --existing overwrite 2>/dev/null'
    [Pillow]='/usr/bin/python3 test/bench/photos/thumbnails.py $1 $2'
    [vipsthumbnail]='vipsthumbnail --vips-concurrency=2 --size 256 -o $PWD/$2/%s.jpg[Q=85,strip] $1/* 2>/dev/null'
    [xargs -P2 vipsthumbnail]='ls -d $1/* | xargs -P2 -n4 vipsthumbnail --vips-concurrency=1 --size 256 \
        -o $PWD/$2/%s.jpg[Q=85,strip] 2>/dev/null'
    [ImageMagick mogrify]='mogrify -path $2 -format jpg -define jpeg:size=512x512 -thumbnail 256x256\> \
        -quality 85 -sampling-factor 4:2:0 $1/* 2>/dev/null'
)

# duel_of_thumbnails CASE DIRECTORY TARGET NAME PEER...: from the start of the process to its end.
duel_of_thumbnails() {
    local case=$1 in=$2 target=$3 name out arguments=()
    shift 3
    for name in "$@"; do
        out=$thumbnails/$(basename "$in")/${name// /_}
        mkdir -p "$out"
        arguments+=("$name" "set -- $in $out; ${commands[$name]}")
    done
    "$programs/bench_duel" "$case" "$(basename "$in")" "$(find "$in" -type f | wc -l)" "$target" "$rounds" \
        "${arguments[@]}"
}

# build_tools NAME...: the programs genpool-NAME.
build_tools() {
    build duel
    cmake -DGENPOOL_BUILD_EXAMPLES=ON build/bench >&2
    cmake --build build/bench --parallel "$(nproc)" --target "${@/#/genpool_}" >&2
}

prepare_photos() {
    build_tools thumbnails
    [[ ! -d $photos ]] || return 0
    local packages=build/bench/packages number=100 package photo
    rm -rf "$packages" "$photos.unfinished"
    mkdir -p "$packages/unpacked" "$photos.unfinished"
    (cd "$packages" && apt-get -qq download mate-backgrounds gnome-backgrounds ukui-wallpapers \
        plasma-workspace-wallpapers >&2)
    for package in "$packages"/*.deb; do
        dpkg -x "$package" "$packages/unpacked"
    done
    find "$packages/unpacked" -type f \( -iname '*.jpg' -o -iname '*.jpeg' \) -size +100k | sort |
        while read -r photo; do
            ln "$photo" "$photos.unfinished/$((++number)).jpg"
        done
    mv "$photos.unfinished" "$photos"
}

case_photos() {
    install python3-pil python3-numpy libvips-tools imagemagick libjpeg-turbo-progs
    prepare_photos
    duel_of_thumbnails photos "$photos" 0.4 genpool Pillow
    duel_of_thumbnails photos "$photos" 0.2 genpool vipsthumbnail "xargs -P2 vipsthumbnail"
    duel_of_thumbnails photos "$photos" - genpool "ImageMagick mogrify"
    # Each of them five times, so that less of it is the start of the process.
    local often=build/bench/photos_five_times photo
    mkdir -p "$often"
    for photo in "$photos"/*; do
        for number in 1 2 3 4 5; do ln -f "$photo" "$often/$number$(basename "$photo")"; done
    done
    duel_of_thumbnails photos "$often" 0.4 genpool Pillow
    duel_of_thumbnails photos "$often" 0.2 genpool vipsthumbnail

    # The same progressive photos again, but all of each has to be read: how much it matters not to.
    local progressive=build/bench/progressive sequential=build/bench/sequential directory
    mkdir -p "$progressive" "$sequential"
    for photo in "$photos"/*; do
        [[ $(djpeg -verbose -scale 1/8 -outfile /dev/null "$photo" 2>&1) == *"Start Of Frame 0xc2"* ]] || continue
        ln -f "$photo" "$progressive"
        jpegtran -outfile "$sequential/$(basename "$photo")" "$photo"
    done
    for directory in "$progressive" "$sequential"; do
        "$examples/genpool-thumbnails" "$directory" -o "$thumbnails/$(basename "$directory")" \
            --existing overwrite >&2
    done
    local all=$thumbnails/photos
    /usr/bin/python3 test/bench/photos/thumbnails_quality.py "$photos" "$all"/{genpool,Pillow,vipsthumbnail} \
        "$thumbnails"/{progressive,sequential}
}

case_formats() {
    install python3-pil libvips-tools imagemagick openimageio-tools
    prepare_photos
    local format photo converted peers
    for format in png webp tif exr; do
        converted=build/bench/$format
        if [[ ! -d $converted ]]; then
            rm -rf "$converted.unfinished"
            mkdir "$converted.unfinished"
            for photo in "$photos"/*[159].jpg; do
                oiiotool "$photo" -d "$([[ $format == exr ]] && echo half || echo uint8)" \
                    -o "$converted.unfinished/$(basename "$photo" .jpg).$format" >&2
            done
            mv "$converted.unfinished" "$converted"
        fi
        peers=(vipsthumbnail "xargs -P2 vipsthumbnail")
        [[ $format == exr ]] || peers+=(Pillow "ImageMagick mogrify")
        duel_of_thumbnails formats "$converted" 1.0 genpool "${peers[@]}"
    done
}
