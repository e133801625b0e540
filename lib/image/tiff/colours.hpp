// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../picture/picture.hpp"
#include "layout.hpp"

#include <array>
#include <span>

namespace genpool::image
{

/// Makes grey or RGB of what the channels of a TIFF are.
class tiff_colour_maker
{
public:
    tiff_colour_maker(tiff_file const& file, tiff_layout const& layout);

    /// `profile`: the file's own.
    void operator()(picture& image, std::span<unsigned char const> profile) const;

    /// Whether the profile does not tell of what it makes.
    bool outdates_profile() const;

private:
    tiff_layout const& layout_;
    std::array<float, 3> luma_{0.299f, 0.587f, 0.114f}; ///< how bright red, green and blue are
    std::array<float, 6> range_{};                      ///< black and white of Y, Cb and Cr, of 0 to 1
};

} // namespace genpool::image
