// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "image/support/images.hpp"

#include <vector>

namespace genpool::test
{

/// One frame of an animated WebP.
struct webp_frame_kind
{
    int x = 0; ///< even
    int y = 0;
    int width = 8;
    int height = 8;
    int channels = 3; ///< 4 with alpha
    bool is_lossless = true;
    int flags = 0;      ///< 1: disposed of before the next, 2: not blended with what is there
    int dye = 0;        ///< what tells its pixels from those of other frames
    int claimed_by = 0; ///< how many pixels wider than it is the frame's header says
};

/// What the frame has in channel `c` of its pixel (x, y), from 0 to 255.
int frame_pixel(webp_frame_kind const& frame, int x, int y, int c);

/// An animation of these frames on a canvas of this size.
bytes animated_webp(int width, int height, std::vector<webp_frame_kind> const& frames);

} // namespace genpool::test
