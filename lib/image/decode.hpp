// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "header/header.hpp"
#include "picture/picture.hpp"
#include "picture/reduction.hpp"

#include <vector>

namespace genpool::image
{

/// Decodes the image in `bytes`, whose header has been taken, in the sizes that are wanted, in their order.
/// It is made smaller by whole factors while it is read, and by a good filter for the rest. Floating-point
/// samples are encoded as sRGB, so that the file's colour profile no longer describes them and is taken out
/// of `head`.
pictures decode(std::vector<unsigned char> const& bytes, header& head, limits const& bounds,
                reduction const& wanted);

/// The same, whatever there is that is faster for some files.
pictures decode_with_openimageio(std::vector<unsigned char> const& bytes, header& head, limits const& bounds,
                                 reduction const& wanted);

} // namespace genpool::image
