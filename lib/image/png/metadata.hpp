// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../header/byte_view.hpp"

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

/// Looks for the orientation in chunks that do not matter for the pixels otherwise.
class png_orientation
{
public:
    /// Whether a chunk of this type may tell it, and none before has.
    bool wants(byte_view const& type) const;

    void look_at(byte_view const& type, byte_view const& data);

    /// What was found; 1 when none was told.
    int value() const noexcept { return value_; }

private:
    int value_ = 1;
    int looked_at_ = 0; ///< of which few are: each may unpack to a thousand times its size
};

} // namespace genpool::image
