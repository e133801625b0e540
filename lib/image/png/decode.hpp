// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../header/header.hpp"
#include "../picture/picture.hpp"
#include "../picture/reduction.hpp"

#include <optional>
#include <vector>

namespace genpool::image
{

/// Decodes the PNG in `bytes`, whose checksums take_png_header() has found right, as decode() does: libpng
/// need not look at them again, and nothing is copied that OpenImageIO copies. Nothing where genpool was built
/// without libpng: OpenImageIO decodes all of them then. Throws when the file is damaged.
std::optional<pictures> decode_png(std::vector<unsigned char> const& bytes, header const& head,
                                   limits const& bounds, reduction const& wanted);

} // namespace genpool::image
