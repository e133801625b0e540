// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../metadata/metadata.hpp"
#include "../picture/picture.hpp"

#include <optional>
#include <vector>

namespace genpool::image
{

/// The picture as the bytes of a lossy WebP with what is to be carried. Nothing where genpool was built without libwebp.
std::optional<std::vector<unsigned char>> encode_webp(picture const& image, carried_metadata const& carried,
                                                      int quality);

} // namespace genpool::image
