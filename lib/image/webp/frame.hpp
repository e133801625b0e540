// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace genpool::image
{

/// The first frame of an animated WebP.
struct webp_frame
{
    std::uint32_t x; ///< where on the canvas it is
    std::uint32_t y;
    std::uint32_t width;
    std::uint32_t height;
    std::span<unsigned char const>
        bytes; ///< the picture, with the chunk of its alpha before it if there is one
};

/// That frame; nothing of a file that is not animated. Throws when there is no whole one, or it is not on the canvas.
std::optional<webp_frame> first_webp_frame(std::span<unsigned char const> file);

} // namespace genpool::image
