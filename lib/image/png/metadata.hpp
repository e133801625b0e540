// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../byte_view.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace genpool::image
{

/// Of one chunk, packed or not.
inline constexpr std::size_t most_png_metadata = 4u << 20;

/// What zlib packed; nothing when it is damaged or beyond all measure.
std::vector<unsigned char> unpacked(std::span<unsigned char const> packed);

/// What is behind the name, its zero and the method in a chunk of packed data.
std::span<unsigned char const> behind_name(std::span<unsigned char const> chunk);

/// Whether a chunk of this type may tell the orientation.
bool may_tell_orientation(byte_view const& type);

/// The orientation in a chunk that does not matter for the pixels otherwise; 1 when it tells none.
int orientation_in(byte_view const& type, byte_view const& data);

} // namespace genpool::image
