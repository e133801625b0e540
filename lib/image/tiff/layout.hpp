// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../header/header.hpp"
#include "../resize/reducer.hpp"
#include "file.hpp"

#include <cstdint>

namespace genpool::image
{

/// What the samples of a TIFF tell of.
enum class tiff_colours : unsigned char
{
    grey,
    white_is_0, ///< grey, the other way round
    rgb,
    palette,
    cmyk,
    ycbcr,
    cie_lab,
    icc_lab, ///< a and b with an offset instead of a sign
    itu_lab, ///< of fax: a and b with ranges of their own
    xyz
};

/// How its samples are to be read.
enum class tiff_numbers : unsigned char
{
    natural,
    whole, ///< with a sign
    floating
};

/// How the pixels of a TIFF are stored, as far as it can be read right.
struct tiff_layout
{
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    tiff_colours colours = tiff_colours::grey;
    tiff_numbers numbers = tiff_numbers::natural;
    unsigned bits = 1;           ///< of a sample
    unsigned samples = 1;        ///< of a pixel
    unsigned colour_samples = 1; ///< the first of these; the others are extra
    unsigned alpha = 0;          ///< which of them is alpha; 0 when none is
    bool straight_alpha = false;
    bool planes = false;        ///< each sample has strips or tiles of its own
    unsigned chroma_across = 1; ///< pixels that have one sample of chroma
    unsigned chroma_down = 1;
    std::uint32_t tile_width = 0; ///< 0 when the picture is in strips
    std::uint32_t rows = 0;       ///< of a strip or tile
    std::uint16_t compression = COMPRESSION_NONE;

    bool is_subsampled() const { return chroma_across * chroma_down != 1; }
    bool is_lab() const
    {
        return colours == tiff_colours::cie_lab || colours == tiff_colours::icc_lab ||
               colours == tiff_colours::itu_lab;
    }

    /// What is to be reduced, after the palette but before colours are made of others.
    unsigned channels() const
    {
        return (colours == tiff_colours::palette ? 3 : colour_samples) + (alpha ? 1 : 0);
    }
    sample_layout reduced() const;
};

/// The layout of the first picture in `file`, whose header was `head`. Throws when it is over the limits, and
/// by name, when it cannot be read right.
tiff_layout layout_of(tiff_file const& file, header const& head, limits const& bounds);

} // namespace genpool::image
