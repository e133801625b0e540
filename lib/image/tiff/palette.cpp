// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "palette.hpp"

#include <algorithm>
#include <span>
#include <stdexcept>

namespace genpool::image
{

tiff_palette::tiff_palette(tiff_file const& file, tiff_layout const& layout)
{
    if (layout.colours != tiff_colours::palette)
        return;
    std::array<std::uint16_t*, 3> parts{};
    if (!TIFFGetField(file.get(), TIFFTAG_COLORMAP, &parts[0], &parts[1], &parts[2]))
        throw std::runtime_error("the palette is missing");
    std::size_t const size = std::size_t(1) << layout.bits;
    // Old programs wrote 8 bits.
    bool const is_old = std::ranges::all_of(parts, [&](std::uint16_t const* part) {
        return std::ranges::all_of(std::span(part, size), [](std::uint16_t value) { return value < 256; });
    });
    unsigned const factor = is_old ? 257 : 1;
    colours_.resize(size);
    for (std::size_t c = 0; c != parts.size(); ++c) {
        for (std::size_t n = 0; n != size; ++n)
            colours_[n][c] = static_cast<std::uint16_t>(parts[c][n] * factor);
    }
}

} // namespace genpool::image
