// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../header/file_kind.hpp"
#include "metadata.hpp"

#include <stdexcept>

namespace genpool::image
{

void describe_png(header_view const& file, image_info& found)
{
    constexpr std::uint64_t around = 12; // the length, the type and the checksum of a chunk
    byte_view const first = file.part(8, 25);
    if (!first.has(4, "IHDR"))
        throw std::runtime_error("the header is damaged");
    found.width = first.u32(8);
    found.height = first.u32(12);
    found.bits = first.u8(16);
    int const type_of_colours = first.u8(17);
    found.has_palette = type_of_colours == 3;
    found.has_alpha = type_of_colours == 4 || type_of_colours == 6;
    found.channels = (type_of_colours & 2 ? 3u : 1u) + (found.has_alpha ? 1 : 0);
    found.pages = 1;

    png_orientation orientation;
    for (std::uint64_t at = 8;;) {
        std::uint64_t const length = file.u32(at);
        byte_view const head = file.part(at + 4, 4);
        if (head.has(0, "IDAT") || head.has(0, "IEND"))
            break;
        if (!file.holds(at + around, length))
            throw std::runtime_error("the header is cut short or damaged");
        if (head.has(0, "iCCP")) {
            found.has_profile = true;
        } else if (head.has(0, "tRNS") && !found.has_alpha) {
            found.has_alpha = true;
            ++found.channels;
        } else if (head.has(0, "acTL")) {
            found.pages = file.u32(at + 8);
        } else if (length <= most_png_metadata && orientation.wants(head)) {
            byte_view const chunk = file.part(at + 4, length + 4);
            orientation.look_at(chunk.part(0, 4), chunk.from(4));
        }
        at += around + length;
    }
    found.orientation = orientation.value();
}

} // namespace genpool::image
