// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../metadata/metadata.hpp"
#include "../picture/picture.hpp"

#include <optional>
#include <vector>

namespace genpool::image
{

/// The picture as the bytes of a PNG with what is to be carried, but for a profile that readers would refuse.
/// Nothing where genpool was built without libpng.
std::optional<std::vector<unsigned char>> encode_png(picture const& image, carried_metadata const& carried);

} // namespace genpool::image
