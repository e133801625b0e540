// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../picture.hpp"

#include <optional>
#include <span>
#include <vector>

namespace genpool::image
{

/// The picture as the bytes of a PNG, with this colour profile unless it is empty or readers would refuse it.
/// Nothing where genpool was built without libpng.
std::optional<std::vector<unsigned char>> encode_png(picture const& image,
                                                     std::span<unsigned char const> profile);

} // namespace genpool::image
