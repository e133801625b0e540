// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "header.hpp"
#include "picture.hpp"

#include <optional>
#include <vector>

namespace genpool::image
{

/// Decodes the TIFF in `bytes` as decode() does: every strip at once, while OpenImageIO copies each several
/// times. Nothing for what is left to OpenImageIO: palettes, colours other than grey and RGB, samples of
/// other than 8 or 16 bits, channels apart, rarer compressions, strips too large to be held, and everything
/// when genpool is built without libtiff. Throws when the file is damaged or cut short.
std::optional<picture> decode_tiff(std::vector<unsigned char> const& bytes, header const& head,
                                   limits const& bounds, int size);

} // namespace genpool::image
