// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "image/support/images.hpp"

#include <string>
#include <vector>

namespace genpool::test
{

/// One scan: which coefficients of which components it has, without how many of their last bits, and how many were
/// left out before.
struct jpeg_scan
{
    std::vector<int> components;
    int first = 0;
    int last = 63;
    int bits_before = 0;
    int bits_left_out = 0;
};

/// A kind of JPEG, as libjpeg writes it.
struct jpeg_kind
{
    std::string name = {};
    int channels = 3; ///< 1: grey, 3: YCbCr, 4: CMYK
    int across = 2;   ///< pixels that have one sample of colour
    int down = 2;
    bool progressive = false;
    bool arithmetic = false;
    bool keeps_rgb = false; ///< not YCbCr
    bool as_ycck = false;   ///< not CMYK
    unsigned restart = 0;   ///< blocks from one restart marker to the next
    int quality = 90;
    std::vector<jpeg_scan> scans = {}; ///< in place of the usual ones
};

/// A whole file of this kind.
bytes written_jpeg(jpeg_kind const& kind, int width, int height, painter const& paint = gradient);

/// Where the scans of `jpeg` begin, each at its marker.
std::vector<std::size_t> scans_of(bytes const& jpeg);

} // namespace genpool::test
