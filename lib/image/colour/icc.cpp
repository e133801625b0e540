// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "icc.hpp"

#include "../header/byte_view.hpp"

namespace genpool::image
{

bool is_usable_profile(std::span<unsigned char const> profile, int colour_channels)
{
    constexpr std::size_t tag_table = 128;
    constexpr std::size_t most = 4u << 20;
    byte_view const bytes = big_endian(profile);
    if (bytes.size() < tag_table + 4 || bytes.size() > most || bytes.u32(0) != bytes.size() ||
        !bytes.has(36, "acsp") || !bytes.has(16, colour_channels == 1 ? "GRAY" : "RGB "))
        return false;
    std::uint32_t const tags = bytes.u32(tag_table);
    if (!bytes.holds(tag_table + 4, std::uint64_t(tags) * 12))
        return false;
    for (std::uint32_t n = 0; n != tags; ++n) {
        std::uint64_t const entry = tag_table + 4 + std::uint64_t(n) * 12;
        std::uint32_t const size = bytes.u32(entry + 8);
        // Readers subtract the 12 bytes that a text has before its letters without a look.
        if (size < 12 || !bytes.holds(bytes.u32(entry + 4), size))
            return false;
    }
    return true;
}

} // namespace genpool::image
