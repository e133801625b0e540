// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "image/support/images.hpp"

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <tiffio.h>
#include <vector>

namespace genpool::test
{

/// A kind of TIFF.
struct tiff_kind
{
    std::string name = {};
    int photometric = PHOTOMETRIC_RGB;
    unsigned samples = 3; ///< of a pixel, with the extra ones
    unsigned bits = 8;
    int format = SAMPLEFORMAT_UINT;
    std::vector<std::uint16_t> extra = {}; ///< what the last samples are
    bool planes = false;                   ///< each sample apart
    unsigned rows = 16;                    ///< of a strip
    unsigned tile = 0;                     ///< pixels of a side; 0 for strips
    int compression = COMPRESSION_NONE;
    int predictor = PREDICTOR_NONE;
    std::string mode = "wl"; ///< the order of bytes, and how large offsets are
    int orientation = 1;
    unsigned across = 1; ///< pixels that share their chroma
    unsigned down = 1;
    std::function<void(TIFF*)> tags = {}; ///< sets others
};

std::ostream& operator<<(std::ostream& out, tiff_kind const& kind);

/// The code of a sample of the pixel (x, y), of as many bits as one has.
using tiff_codes = std::function<std::uint64_t(unsigned x, unsigned y, unsigned sample)>;

/// A whole file. Chroma that pixels share is that of the upper left one.
bytes written_tiff(tiff_kind const& kind, unsigned width, unsigned height, tiff_codes const& codes);

/// A code that looks random, with some repetition.
std::uint64_t noise(unsigned x, unsigned y, unsigned sample);

/// A floating-point number of so many bits.
std::uint64_t float_code(double value, unsigned bits);

/// An entry of a TIFF's directory, with numbers of 16 or 32 bits.
struct tiff_entry
{
    std::uint16_t tag;
    int size; ///< of a number: 2 or 4 bytes
    std::vector<std::uint32_t> values;
};

/// A file, most significant bytes first, of what libtiff does not write. In the entries, offsets are those in `data`,
/// marked by being over `in_data`.
constexpr std::uint32_t in_data = 1u << 31;
bytes raw_tiff(std::vector<tiff_entry> entries, bytes const& data);

} // namespace genpool::test
