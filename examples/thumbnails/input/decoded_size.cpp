// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "decoded_size.hpp"

#include <genpool/image/probe.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace thumbnails
{
namespace
{

/// The largest number where the product is larger: a header may claim anything.
std::uint64_t product(std::uint64_t one, std::uint64_t other) noexcept
{
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    return other != 0 && one > most / other ? most : one * other;
}

} // namespace

std::size_t decoded_size(boost::filesystem::path const& image)
{
    try {
        auto const told = genpool::image::probe(image);
        std::uint64_t const pixels = product(told.width, told.height);
        std::uint64_t const bytes = product(pixels, product(told.channels, (told.bits + 7) / 8));
        return static_cast<std::size_t>(
            std::min<std::uint64_t>(bytes, std::numeric_limits<std::size_t>::max()));
    } catch (genpool::image::image_error const&) {
        return 0;
    }
}

} // namespace thumbnails
