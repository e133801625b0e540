// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../header/header.hpp"
#include "../picture/picture.hpp"
#include "../picture/reduction.hpp"

#include <optional>
#include <vector>

namespace genpool::image
{

/// Decodes the OpenEXR in `bytes` as decode() does, if its colours are luminance and chroma, which OpenImageIO does
/// not read; that throws where genpool was built without OpenEXR. Nothing of all others, which are left to
/// OpenImageIO.
std::optional<pictures> decode_openexr(std::vector<unsigned char> const& bytes, header const& head,
                                       limits const& bounds, reduction const& wanted);

} // namespace genpool::image
