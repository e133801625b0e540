// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../header/file_kind.hpp"
#include "../metadata/exif.hpp"
#include "markers.hpp"

#include <stdexcept>
#include <string>

namespace genpool::image
{
namespace
{

/// What is in the chunks behind the first one.
void read_further_chunks(header_view const& file, std::uint64_t at, image_info& found)
{
    std::uint64_t frames = 0;
    while (file.holds(at, 8)) {
        byte_view const head = file.part(at, 8);
        std::uint64_t const length = head.u32(4);
        if (head.has(0, "ANMF")) {
            ++frames;
        } else if (head.has(0, "EXIF") && length <= file.size()) {
            constexpr std::uint64_t most_metadata = 4 << 20;
            found.orientation = exif_orientation(file.up_to(at + 8, std::min(length, most_metadata)).span());
        }
        at += 8 + length + length % 2;
    }
    if (frames != 0)
        found.pages = frames;
}

} // namespace

void describe_webp(header_view const& big, image_info& found)
{
    constexpr std::uint64_t longest_start = 10;
    header_view const file = big.in(boost::endian::order::little);
    byte_view const head = file.part(first_webp_chunk, 8);
    std::string const type(head.span().begin(), head.span().begin() + 4);
    std::uint64_t const length = head.u32(4);
    std::uint64_t const data = first_webp_chunk + 8;
    byte_view const start = file.up_to(data, std::min(length, longest_start));
    read_webp_size(start, type, found);
    found.bits = 8;
    found.pages = 1;
    if (type == "VP8X") {
        unsigned const flags = start.u8(0);
        found.has_alpha = flags & webp_alpha_flag;
        found.has_profile = flags & webp_profile_flag;
        if (flags & (webp_exif_flag | webp_animation_flag))
            read_further_chunks(file, data + length + length % 2, found);
    } else if (type == "VP8L") {
        found.has_alpha = start.u32(1) >> 28 & 1;
    }
    found.channels = found.has_alpha ? 4 : 3;
}

} // namespace genpool::image
