// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../resize/filter.hpp"
#include "picture.hpp"
#include <genpool/image/geometry.hpp>

#include <vector>

namespace genpool::image
{

/// The size of what becomes of a picture: `size` is not 0 on both sides.
extent fitted(int width, int height, geometry const& size);

/// To which sizes a picture is brought, and how. Implicitly: to one, by the default filter.
struct reduction
{
    reduction(int side) : sizes{side} {}
    explicit reduction(std::vector<geometry> wanted) : sizes(std::move(wanted)) {}

    std::vector<geometry> sizes;
    bool swaps_sides = false; ///< the picture lies on its side, and will be turned upright
    resampling filter = resampling::lanczos3;
    bool linear = false; ///< light is averaged, not its sRGB

    /// The sizes in pixels of a picture that is stored with this size.
    std::vector<extent> targets(int width, int height) const;
};

/// The least size that has all of them inside.
extent largest(std::vector<extent> const& sizes);

} // namespace genpool::image
