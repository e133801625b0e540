// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

namespace thumbnails
{

/// What --help prints: it fits a screen.
inline constexpr char help[] =
    R"(Usage: genpool-thumbnails [OPTION]... DIRECTORY|FILE... -o OUTPUT
Makes thumbnails of images (JPEG, PNG, WebP, TIFF, OpenEXR). Manual: genpool-thumbnails(1).

Input      --recursive            the directories in DIRECTORY too
           --extensions LIST      which names are images (jpg,jpeg,png,webp,tif,tiff,exr)
           --formats LIST         read these too, by OpenImageIO, which takes --isolate: gif, bmp,
                                  pnm, psd, hdr, dpx, jpeg2000, heif (HEIC and AVIF)
           --exclude PATTERN      without these files and directories; repeatable
           --files-from FILE, -0  also those that FILE, or -, lists; with null bytes between
           --shard I/N            one of N parts, the same on every machine
Output     -o, --output OUTPUT    a directory, or a pattern: thumbs/{rel}/{stem}-{size}.{ext},
                                  {dir}/.thumbs/{name}
           --existing WHAT        newer (default: images that changed), skip, overwrite, error
           --format F             jpeg, png, webp, tiff, avif (default: jpeg, png where transparent)
           --quality N            of JPEG, WebP and AVIF (85, 80, 60)
           --metadata WHAT        icc (default), none, all
Picture    --size GEOMETRY        W, WxH, Wx, xH, then ^ ! < >; repeatable, or with commas (256)
           --crop WHAT            none, centre, attention: fill WxH, cut off the rest
           --filter F             lanczos3, lanczos2, catmull-rom, mitchell, linear, box
           --background COLOUR    behind transparency, as white or ff8800
           --linear  --srgb       average light; convert the colours to sRGB
Work       --jobs N  --window N   images at once; between found and done at most
           --memory SIZE          of the decoded images at once at most: 512M, 2G
           --timeout SECONDS      for each image
           --isolate              in processes of their own: for images that are not yours
           --cluster URL          by workers on other machines: nats://host:4222
           --max-errors N         stop after so many failures
           --strict               stop after the first one, and fail if there are no images
Telling    --quiet  --json        failures alone; a line of JSON for each image
           --report FILE.html     a page with all pictures
           --failed-list FILE     what failed, for --files-from
           --dry-run              tell what would be written
           --help                 print this and exit

Exit status: 0 all have thumbnails, also if there are none; 1 some have not; 2 the command
line is wrong or OUTPUT cannot be written; 130 after Ctrl-C, 143 after SIGTERM, which finish
what was begun; a second one stops at once.
)";

} // namespace thumbnails
