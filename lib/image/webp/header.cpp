// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../header.hpp"

#include "../byte_view.hpp"
#include "../exif.hpp"

#include <algorithm>

namespace genpool::image
{
namespace
{

constexpr std::uint8_t profile_flag = 0x20;
constexpr std::uint8_t exif_flag = 0x08;
constexpr std::uint8_t xmp_flag = 0x04;

void read_size(byte_view const& chunk, std::string_view type, header& head)
{
    if (type == "VP8X") {
        head.width = (chunk.u32(4) & 0xFFFFFF) + 1;
        head.height = (chunk.u32(6) >> 8) + 1;
    } else if (type == "VP8L") {
        std::uint32_t const sizes = chunk.u32(1);
        head.width = (sizes & 0x3FFF) + 1;
        head.height = (sizes >> 14 & 0x3FFF) + 1;
    } else {
        head.width = chunk.u16(6) & 0x3FFF;
        head.height = chunk.u16(8) & 0x3FFF;
    }
}

} // namespace

header take_webp_header(std::vector<unsigned char>& bytes)
{
    byte_view const view = little_endian(bytes);
    constexpr std::size_t first = 12;
    header head;
    if (!view.holds(first, 8))
        throw std::runtime_error("the header is cut short or damaged");
    for (std::uint64_t at = first; view.holds(at, 8);) {
        std::uint64_t const length = view.u32(at + 4);
        byte_view const chunk = view.part(at + 8, std::min<std::uint64_t>(length, view.size() - at - 8));
        auto const type = bytes.begin() + static_cast<std::ptrdiff_t>(at);
        if (at == first)
            read_size(chunk, std::string_view(reinterpret_cast<char const*>(&*type), 4), head);
        else if (view.has(at, "EXIF")) {
            head.orientation = exif_orientation(chunk.span());
            keep(without_exif_name(chunk.span()), head.exif);
        } else if (view.has(at, "ICCP"))
            keep(chunk.span(), head.icc_profile);
        else if (view.has(at, "XMP "))
            keep(chunk.span(), head.xmp);
        if (at != first && (view.has(at, "EXIF") || view.has(at, "ICCP") || view.has(at, "XMP ")))
            std::fill_n(type, 4, '_'); // a chunk that nobody knows
        at += 8 + length + length % 2;
    }
    if (view.has(first, "VP8X"))
        bytes.at(first + 8) &= static_cast<unsigned char>(~(profile_flag | exif_flag | xmp_flag));
    head.decoder_bytes = head.width * head.height * 4;
    return head;
}

} // namespace genpool::image
