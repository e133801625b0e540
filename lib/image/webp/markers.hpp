// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../header/byte_view.hpp"

#include <cstdint>
#include <string_view>

namespace genpool::image
{

/// Where the first chunk is.
inline constexpr std::uint64_t first_webp_chunk = 12;

inline constexpr std::uint8_t webp_profile_flag = 0x20;
inline constexpr std::uint8_t webp_alpha_flag = 0x10;
inline constexpr std::uint8_t webp_exif_flag = 0x08;
inline constexpr std::uint8_t webp_xmp_flag = 0x04;
inline constexpr std::uint8_t webp_animation_flag = 0x02;

/// The size in the first chunk, into what has a width and a height.
template <class Sized>
void read_webp_size(byte_view const& chunk, std::string_view type, Sized& found)
{
    if (type == "VP8X") {
        found.width = (chunk.u32(4) & 0xFFFFFF) + 1;
        found.height = (chunk.u32(6) >> 8) + 1;
    } else if (type == "VP8L") {
        std::uint32_t const sizes = chunk.u32(1);
        found.width = (sizes & 0x3FFF) + 1;
        found.height = (sizes >> 14 & 0x3FFF) + 1;
    } else {
        found.width = chunk.u16(6) & 0x3FFF;
        found.height = chunk.u16(8) & 0x3FFF;
    }
}

} // namespace genpool::image
