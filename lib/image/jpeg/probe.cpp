// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../header/file_kind.hpp"
#include "../metadata/exif.hpp"
#include "markers.hpp"

#include <stdexcept>

namespace genpool::image
{
namespace
{

/// Where the next marker's code is. What is between segments should be nothing, and decoders pass over it.
std::uint64_t next_marker(header_view const& file, std::uint64_t at)
{
    constexpr std::uint64_t piece = 256; // a part of what is read at once: markers may lie side by side
    constexpr int most_pieces = 4096;
    for (int n = 0; n != most_pieces; ++n) {
        byte_view const view = file.up_to(at, piece);
        std::size_t const found = next_jpeg_marker(view.span(), 0);
        if (found != view.size())
            return at + found;
        if (view.size() < piece)
            break;
        at += piece - 1; // the last byte may begin a marker
    }
    throw std::runtime_error("the header is cut short or damaged");
}

} // namespace

void describe_jpeg(header_view const& file, image_info& found)
{
    found.pages = 1;
    for (std::uint64_t at = next_marker(file, 2);; at = next_marker(file, at)) {
        int const marker = file.u8(at++);
        if (marker == jpeg_start_of_scan || marker == jpeg_end_of_image)
            break;
        if (has_no_length(marker))
            continue;
        std::uint64_t const length = file.u16(at);
        if (length < 2 || !file.holds(at, length))
            throw std::runtime_error("the header is cut short or damaged");
        if (is_frame(marker)) {
            byte_view const frame = file.part(at + 2, length - 2);
            found.bits = frame.u8(0);
            found.height = frame.u16(1);
            found.width = frame.u16(3);
            found.channels = frame.u8(5);
        } else if (marker == jpeg_app1 && found.orientation == 1) {
            byte_view const segment = file.part(at + 2, length - 2);
            if (segment.has(0, exif_name))
                found.orientation = exif_orientation(segment.span());
        } else if (marker == jpeg_app2) {
            if (file.up_to(at + 2, jpeg_profile_name.size()).has(0, jpeg_profile_name))
                found.has_profile = true;
        }
        at += length;
    }
    if (found.width == 0)
        throw std::runtime_error("the header is cut short or damaged");
}

} // namespace genpool::image
