// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "layout.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace genpool::image
{

/// The colours of a TIFF with a palette, of 16 bits. No colours where there is none.
class tiff_palette
{
public:
    using colour = std::array<std::uint16_t, 3>;

    tiff_palette(tiff_file const& file, tiff_layout const& layout);

    colour const& operator[](std::uint64_t index) const { return colours_[static_cast<std::size_t>(index)]; }

private:
    std::vector<colour> colours_;
};

} // namespace genpool::image
