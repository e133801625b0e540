// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../header/header.hpp"

#include "../header/byte_view.hpp"
#include "../metadata/exif.hpp"
#include "markers.hpp"

#include <algorithm>

namespace genpool::image
{

header take_webp_header(std::vector<unsigned char>& bytes)
{
    byte_view const view = little_endian(bytes);
    constexpr std::size_t first = first_webp_chunk;
    header head;
    if (!view.holds(first, 8))
        throw std::runtime_error("the header is cut short or damaged");
    for (std::uint64_t at = first; view.holds(at, 8);) {
        std::uint64_t const length = view.u32(at + 4);
        byte_view const chunk = view.part(at + 8, std::min<std::uint64_t>(length, view.size() - at - 8));
        auto const type = bytes.begin() + static_cast<std::ptrdiff_t>(at);
        if (at == first)
            read_webp_size(chunk, std::string_view(reinterpret_cast<char const*>(&*type), 4), head);
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
        bytes.at(first + 8) &=
            static_cast<unsigned char>(~(webp_profile_flag | webp_exif_flag | webp_xmp_flag));
    head.decoder_bytes = head.width * head.height * 4;
    return head;
}

} // namespace genpool::image
