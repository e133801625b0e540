// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

namespace genpool::image
{

/// By which filter the pixels of a thumbnail are made of those of its image. A value.
///
/// Thread safety: safe.
enum class resampling : unsigned char
{
    lanczos3, ///< the sharpest
    lanczos2,
    catmull_rom, ///< a cubic that is nearly as sharp and rings less
    mitchell,    ///< a softer cubic
    linear,
    box
};

} // namespace genpool::image
