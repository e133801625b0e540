// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../header/header.hpp"
#include "../picture/picture.hpp"
#include "../picture/reduction.hpp"

#include <optional>
#include <vector>

namespace genpool::image
{

/// Decodes the WebP in `bytes` as decode() does: libwebp averages blocks of pixels while it decodes, before
/// their colours become RGB, while OpenImageIO holds all of the picture in memory, twice. Of an animation the first
/// frame, on its canvas. Nothing where genpool was built without libwebp: OpenImageIO decodes what is not animated
/// then. Throws when the file is damaged or cut short.
std::optional<pictures> decode_webp(std::vector<unsigned char> const& bytes, header const& head,
                                    limits const& bounds, reduction const& wanted);

} // namespace genpool::image
