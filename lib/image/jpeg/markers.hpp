// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

namespace genpool::image
{

/// What the segment of metadata by Adobe begins with.
inline constexpr std::string_view jpeg_xmp_name("http://ns.adobe.com/xap/1.0/\0", 29);

inline constexpr int jpeg_start_of_image = 0xD8;
inline constexpr int jpeg_end_of_image = 0xD9;
inline constexpr int jpeg_start_of_scan = 0xDA;
inline constexpr int jpeg_app1 = 0xE1;
inline constexpr int jpeg_app2 = 0xE2;

inline constexpr std::string_view jpeg_profile_name("ICC_PROFILE\0", 12);

/// Whether it tells the size of the picture.
inline bool is_frame(int marker) noexcept
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/// As of those that restart a scan, in the midst of its data.
inline bool has_no_length(int marker) noexcept
{
    return marker == 0x01 || (marker >= 0xD0 && marker <= jpeg_start_of_image);
}

/// Where the next marker's code is, from `at` on; the end when there is none.
inline std::size_t next_jpeg_marker(std::span<unsigned char const> bytes, std::size_t at)
{
    while (at + 1 < bytes.size()) {
        auto const* const found =
            static_cast<unsigned char const*>(std::memchr(bytes.data() + at, 0xFF, bytes.size() - at - 1));
        if (!found)
            break;
        at = static_cast<std::size_t>(found - bytes.data()) + 1;
        if (bytes[at] != 0x00 && bytes[at] != 0xFF)
            return at;
    }
    return bytes.size();
}

} // namespace genpool::image
