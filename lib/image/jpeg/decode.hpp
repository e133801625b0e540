// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../header/header.hpp"
#include "../picture/picture.hpp"
#include "../picture/reduction.hpp"

#include <optional>
#include <vector>

namespace genpool::image
{

/// As `decode`, of a JPEG alone, and many times faster, because no more of the file is decoded than the small
/// picture shows: libjpeg can decode at a half, a quarter or an eighth of the size, and of a progressive file
/// the first scans may be enough. CMYK becomes sRGB, by the file's profile if it has one. Nothing where genpool was
/// built without libjpeg: OpenImageIO decodes all of them then.
std::optional<pictures> decode_jpeg(std::vector<unsigned char> const& bytes, header const& head,
                                    limits const& bounds, reduction const& wanted);

} // namespace genpool::image
