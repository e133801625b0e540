// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <string_view>

namespace thumbnails
{

/// How many bytes the character of UTF-8 at the beginning of `text` has; 0 where there is none.
inline std::size_t character_size(std::string_view text) noexcept
{
    auto const byte = [&](std::size_t n) { return static_cast<unsigned char>(text[n]); };
    if (text.empty())
        return 0;
    unsigned char const first = byte(0);
    std::size_t const size = first < 0x80   ? 1u
                             : first < 0xC2 ? 0u
                             : first < 0xE0 ? 2u
                             : first < 0xF0 ? 3u
                             : first < 0xF5 ? 4u
                                            : 0u;
    if (size == 0 || size > text.size())
        return 0;
    for (std::size_t n = 1; n != size; ++n) {
        if ((byte(n) & 0xC0) != 0x80)
            return 0;
    }
    // Written with more bytes than it needs, half a surrogate, or beyond the last.
    bool const is_wrong =
        size > 2 && ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F) ||
                     (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F));
    return is_wrong ? 0 : size;
}

} // namespace thumbnails
