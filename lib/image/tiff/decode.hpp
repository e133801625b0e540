// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../header/header.hpp"
#include "../picture/picture.hpp"
#include "../picture/reduction.hpp"

#include <optional>
#include <vector>

namespace genpool::image
{

/// Decodes the TIFF in `bytes` as decode() does, by libtiff alone: OpenImageIO copies each strip several times, and
/// makes of many kinds of files what they are not. Throws when the file is damaged or cut short, and by name when its
/// kind cannot be read right. Built without libtiff, nothing for the few kinds that OpenImageIO reads right.
std::optional<pictures> decode_tiff(std::vector<unsigned char> const& bytes, header& head,
                                    limits const& bounds, reduction const& wanted);

} // namespace genpool::image
