// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstdint>

namespace genpool::image
{

inline constexpr std::uint16_t tiff_width_tag = 256;
inline constexpr std::uint16_t tiff_height_tag = 257;
inline constexpr std::uint16_t tiff_profile_tag = 34675;

} // namespace genpool::image
