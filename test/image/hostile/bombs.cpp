// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/bombs.hpp"

#include "set.hpp"

#include <algorithm>

namespace genpool::test
{
namespace
{

constexpr int baseline = 0xC0;
constexpr int progressive = 0xC2;

/// A small PNG with so many chunks that each unpack to megabytes.
bytes png_with(bytes const& chunk, int count)
{
    bytes chunks;
    for (int n = 0; n != count; ++n)
        append(chunks, chunk);
    return inserted(encoded("png", spec(24, 16)), 33, chunks);
}

/// A TIFF whose directory is followed by itself.
bytes tiff_that_leads_round()
{
    bytes tiff = encoded("tiff", spec(24, 16));
    bool const is_little = tiff[0] == 'I';
    auto const u = [&](std::size_t at, std::size_t size) {
        std::size_t value = 0;
        for (std::size_t n = 0; n != size; ++n)
            value |= std::size_t(tiff[at + n]) << 8 * (is_little ? n : size - 1 - n);
        return value;
    };
    std::size_t const directory = u(4, 4);
    std::copy_n(tiff.begin() + 4, 4,
                tiff.begin() + static_cast<std::ptrdiff_t>(directory + 2 + u(directory, 2) * 12));
    return tiff;
}

} // namespace

std::vector<hostile_file> bombs()
{
    constexpr std::size_t megabyte = 1 << 20;
    constexpr std::string_view name_of_exif("Raw profile type exif", 21);
    OIIO::ImageSpec in_scans = spec(24, 16);
    in_scans.attribute("jpeg:progressive", 1);
    bytes const scanned = encoded("jpeg", in_scans);
    bytes const profile = packed_text_chunk("iCCP", "profile", 64 * megabyte);
    bytes const text = packed_text_chunk("zTXt", name_of_exif, 4 * megabyte);
    return {
        {"pixels.png", png_of(60000, 60000)},
        {"side.png", png_of(1, 4000000000)},
        {"nothing.png", png_of(0, 16)},
        {"coefficients.jpg", jpeg_header(progressive, 65500, 65500, 3)},
        {"pixels.jpg", jpeg_header(baseline, 65500, 65500, 3)},
        {"coefficients-within-limits.jpg", jpeg_header(progressive, 16000, 16000, 3)},
        {"scans.jpg", jpeg_header(baseline, 16000, 16000, 1)},
        {"many-scans.jpg", jpeg_with_scans(scanned, 2000)},
        {"some-scans.jpg", jpeg_with_scans(scanned, 50), verdict::either},
        {"pixels.webp", webp_of_largest()},
        {"pixels.tif", tiff_of(60000, 60000)},
        {"side.tif", tiff_of(4000000000, 1)},
        {"round.tif", tiff_that_leads_round(), verdict::readable},
        {"pixels.exr", exr_header(59999, 59999)},
        {"side.exr", exr_header(2000000000, 5)},
        {"tiles.exr",
         exr_header(9999, 9999, std::string_view("tiles\0tiledesc\0\x09\0\0\0\1\0\0\0\1\0\0\0\0", 28))},
        {"profile.png", png_with(profile, 1), verdict::readable},
        {"profiles.png", png_with(profile, 40), verdict::readable},
        {"text.png", png_with(text, 1), verdict::readable},
        {"texts.png", png_with(text, 500), verdict::readable},
    };
}

} // namespace genpool::test
