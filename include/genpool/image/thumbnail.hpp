// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/error.hpp>
#include <genpool/image/limits.hpp>

#include <boost/filesystem/path.hpp>

#include <vector>

namespace genpool::image
{

/// What a thumbnail is encoded as.
enum class thumbnail_format : unsigned char
{
    jpeg, ///< nothing shines through
    png   ///< something does: JPEG has no transparency
};

/// The end of the name of a file in this format, with the dot: `.jpg` or `.png`.
char const* extension(thumbnail_format format) noexcept;

/// What it does: says how thumbnails are made. An aggregate.
///
/// Parameters:
/// - `size`: pixels of the longer side at most; a smaller picture keeps its size. 1 to 65500. Default: 256.
/// - `jpeg_quality`: 1 to 100. Default: 85.
/// - `source`: what the image that is read may cost.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
struct thumbnail_options
{
    int size = 256;
    int jpeg_quality = 85;
    limits source = {};
};

/// A picture, encoded: `bytes` are the whole file.
struct thumbnail
{
    std::vector<unsigned char> bytes;
    thumbnail_format format = thumbnail_format::jpeg;
    int width = 0;
    int height = 0;
};

/// What it does: reads one image and makes its thumbnail, in memory. The aspect is kept, the picture stands upright
/// (EXIF orientation is applied), and it is never enlarged. JPEG, PNG, WebP, TIFF and OpenEXR are read, known by their
/// first bytes, whatever the name ends in; of several pages or frames the first, of an animated WebP on its canvas,
/// around it transparent; of OpenEXR the data window. Inks (CMYK) become sRGB, by the file's profile if genpool is
/// built with Little CMS, else as common inks print. 16 bits a channel become 8; floating-point samples are taken as
/// linear light, cut off at white and encoded as sRGB; grey stays grey. TIFFs are read in every layout and colour space
/// that libtiff knows, but for those whose pixels cannot be told right, which are refused by name; extra samples that
/// are not called alpha are left out, and what is below 0 or no number is black. Built without libtiff, libwebp or
/// OpenEXR, genpool refuses by name all TIFFs but common ones of grey and RGB, animated WebPs, and OpenEXRs of
/// luminance and chroma. The thumbnail carries no metadata, except the colour profile when it is sound and fits the
/// channels. A file that is cut short or damaged is an error, never a picture that is half grey; damage by which no
/// pixel is lost is passed over; but of a progressive JPEG that has its end, only the scans are decoded that the
/// thumbnail shows, so that damage in the others is not found.
///
/// Parameters: `file`: a regular file, or a symbolic link to one: what the caller names is what is read.
///   Anything else, as a pipe, a device or a directory, is refused without being opened.
/// Cancellation: none; one call is one unit of work.
/// Errors: `image_error`, for everything that can be wrong with the file; `std::invalid_argument` for options
///   out of their ranges; `std::bad_alloc` when there is no memory even to tell.
/// Object lifetimes: nothing is kept.
/// Thread safety: safe, also on the same file, once `configure()` has returned.
/// Exception safety: a call that throws leaves nothing behind.
thumbnail make_thumbnail(boost::filesystem::path const& file, thumbnail_options const& options = {});

} // namespace genpool::image
