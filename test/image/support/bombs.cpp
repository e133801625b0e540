// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "bombs.hpp"

#include <algorithm>
#include <iterator>
#include <zlib.h>

namespace genpool::test
{
namespace
{

void little(bytes& to, std::uint32_t value)
{
    for (int n = 0; n != 4; ++n)
        to.push_back(static_cast<unsigned char>(value >> 8 * n));
}

} // namespace

bytes png_of(std::uint32_t width, std::uint32_t height)
{
    bytes head;
    append_number(head, width);
    append_number(head, height);
    append(head, std::string_view("\1\0\0\0\0", 5)); // one bit of grey
    bytes png;
    append(png, "\x89PNG\r\n\x1A\n");
    for (bytes const& chunk : {png_chunk("IHDR", head), png_chunk("IDAT", bytes(100)), png_chunk("IEND", {})})
        append(png, chunk);
    return png;
}

bytes jpeg_header(int frame, std::uint32_t width, std::uint32_t height, int channels_in_scan)
{
    bytes jpeg{0xFF, 0xD8, 0xFF, static_cast<unsigned char>(frame), 0, 17, 8};
    append_number(jpeg, height, 2);
    append_number(jpeg, width, 2);
    append(jpeg, std::string_view("\3\1\x11\0\2\x11\0\3\x11\0", 10));
    for (int first = 1; first <= 3; first += channels_in_scan) {
        append(jpeg, std::string_view("\xFF\xDA\0", 3));
        jpeg.push_back(static_cast<unsigned char>(6 + 2 * channels_in_scan));
        jpeg.push_back(static_cast<unsigned char>(channels_in_scan));
        for (int n = first; n != first + channels_in_scan; ++n)
            append_number(jpeg, static_cast<std::uint32_t>(n) << 8, 2);
        append(jpeg, std::string_view("\0\0\0", 3));
    }
    return jpeg;
}

bytes exr_header(std::int32_t right, std::int32_t bottom, std::string_view more)
{
    bytes exr;
    append(exr, std::string_view("\x76\x2F\x31\1\2\0\0\0", 8));
    append(exr, std::string_view("dataWindow\0box2i\0\x10\0\0\0\0\0\0\0\0\0\0\0", 29));
    little(exr, static_cast<std::uint32_t>(right));
    little(exr, static_cast<std::uint32_t>(bottom));
    append(exr, more);
    exr.push_back(0);
    return exr;
}

bytes webp_of_largest()
{
    bytes webp;
    append(webp, std::string_view("RIFF\x1E\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF", 30));
    webp.resize(200);
    return webp;
}

bytes tiff_of(std::uint32_t width, std::uint32_t height)
{
    bytes tiff;
    append(tiff, std::string_view("MM\0*\0\0\0\x08\0\2\1\0\0\4\0\0\0\1", 18));
    append_number(tiff, width);
    append(tiff, std::string_view("\1\1\0\4\0\0\0\1", 8));
    append_number(tiff, height);
    append_number(tiff, 0);
    return tiff;
}

bytes jpeg_with_scans(bytes const& progressive, int count)
{
    auto const end = progressive.end() - 2;
    constexpr unsigned char start_of_scan[] = {0xFF, 0xDA};
    bytes jpeg(progressive.begin(), end);
    bytes const scan(
        std::find_end(progressive.begin(), end, std::begin(start_of_scan), std::end(start_of_scan)), end);
    for (int n = 0; n != count; ++n)
        append(jpeg, scan);
    append(jpeg, std::span(progressive).last(2));
    return jpeg;
}

bytes packed(bytes const& contents)
{
    bytes small(::compressBound(contents.size()));
    uLongf size = small.size();
    ::compress2(small.data(), &size, contents.data(), contents.size(), Z_BEST_COMPRESSION);
    small.resize(size);
    return small;
}

bytes packed_text_chunk(std::string_view type, std::string_view name, std::size_t size)
{
    bytes chunk;
    append(chunk, name);
    append(chunk, bytes(2));
    append(chunk, packed(bytes(size, ' ')));
    return png_chunk(type, chunk);
}

} // namespace genpool::test
