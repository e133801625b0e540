// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/limits.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace genpool::image
{

/// What genpool reads out of an image file itself, before any decoder sees it.
struct header
{
    std::string format; ///< OpenImageIO's name of it
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    std::uint64_t decoder_bytes = 0; ///< held by the decoder beside the rows that are asked for, where known
    int orientation = 1;             ///< as EXIF numbers it
    bool has_end = false;            ///< of a JPEG: that it is not cut short
    bool has_chroma = false;         ///< of an OpenEXR: that its colours are luminance and chroma
    std::vector<unsigned char> icc_profile;
    std::vector<unsigned char>
        exif; ///< a TIFF structure, without the name before it; empty when there is none
    std::vector<unsigned char> xmp;
};

/// Reads the header of the file that `bytes` holds and blanks all of its metadata, colour profile included,
/// in `bytes`. OpenImageIO's parsers of metadata are where damaged files crash it and where threads race, and
/// every text that they read stays in memory for the life of the process.
header take_header(std::vector<unsigned char>& bytes);

/// Throws unless the picture is within the limits.
void check(header const& head, limits const& bounds);

/// Throws unless a picture of so many channels and bytes, whole, is within the limits.
void check(std::uint64_t channels, std::uint64_t bytes, limits const& bounds);

/// Both of these of the picture that a decoder has found in the file with this header.
void check_decoded(header const& head, std::uint64_t width, std::uint64_t height, std::uint64_t channels,
                   std::uint64_t sample_bytes, limits const& bounds);

// One for each format, told apart by the first bytes. They leave `format` to their caller.
header take_jpeg_header(std::vector<unsigned char>& bytes);
header take_png_header(std::vector<unsigned char>& bytes);
header take_webp_header(std::vector<unsigned char>& bytes);
header take_tiff_header(std::vector<unsigned char>& bytes);
header take_openexr_header(std::vector<unsigned char>& bytes);

} // namespace genpool::image
