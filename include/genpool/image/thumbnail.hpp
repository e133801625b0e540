// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/error.hpp>
#include <genpool/image/geometry.hpp>
#include <genpool/image/limits.hpp>
#include <genpool/image/resampling.hpp>

#include <boost/filesystem/path.hpp>

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace genpool::image
{

/// What a thumbnail is encoded as.
enum class thumbnail_format : unsigned char
{
    jpeg, ///< without transparency
    png,
    webp,
    tiff,
    avif ///< where OpenImageIO's libheif has an encoder of AV1; slow. It gets no metadata: its colours become sRGB
};

/// The end of the name of a file in this format, with the dot: `.jpg`, `.png`, `.webp`, `.tif` or `.avif`.
char const* extension(thumbnail_format format) noexcept;

/// Which part of a picture that covers the size is kept.
enum class cropping : unsigned char
{
    none,     ///< all: the picture fits inside, or covers, as its geometry says
    centre,   ///< as much in the middle as the size has
    attention ///< as much as the size has where detail, skin and bright colours are
};

/// What is carried from the image into the thumbnail beside the pixels.
enum class kept_metadata : unsigned char
{
    none,
    icc, ///< the colour profile, where it is sound and fits the channels
    all ///< EXIF and XMP too, which TIFF thumbnails do not get; EXIF says then that the picture stands upright
};

/// A colour of sRGB.
struct rgb_colour
{
    unsigned char red = 255;
    unsigned char green = 255;
    unsigned char blue = 255;

    bool operator==(rgb_colour const&) const = default;
};

/// What it does: says how thumbnails are made. An aggregate.
///
/// Parameters:
/// - `size`: a geometry, or pixels of the longer side at most. Default: 256.
/// - `jpeg_quality`, `webp_quality`, `avif_quality`: 1 to 100. Default: 85, 80 and 60.
/// - `source`: what the image that is read may cost. An enlarged picture has at most as many pixels.
/// - `format`: by default JPEG, or PNG where something shines through.
/// - `background`: what is put behind what shines through; by default white, and that only in JPEG.
/// - `crop`: the picture covers `size`, which must have both sides, and what is beyond is cut off.
/// - `filter`: default: Lanczos with three lobes.
/// - `linear`: averages light instead of the numbers of sRGB, which stand for it: thin bright lines stay as bright as
///   they were. Takes longer, above all of large JPEGs, which then cannot be decoded small. Colours are taken as sRGB.
/// - `srgb`: converts the colours by the image's profile, which then is left out. `image_error` for an image with a sound
///   profile where genpool is built without Little CMS.
/// - `metadata`: default: the colour profile alone.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
struct thumbnail_options
{
    geometry size = 256;
    int jpeg_quality = 85;
    limits source = {};
    int webp_quality = 80;
    std::optional<thumbnail_format> format = {};
    std::optional<rgb_colour> background = {};
    cropping crop = cropping::none;
    resampling filter = resampling::lanczos3;
    bool linear = false;
    bool srgb = false;
    kept_metadata metadata = kept_metadata::icc;
    int avif_quality = 60;
};

/// A picture, encoded: `bytes` are the whole file.
struct thumbnail
{
    std::vector<unsigned char> bytes;
    thumbnail_format format = thumbnail_format::jpeg;
    int width = 0;
    int height = 0;
};

/// What was found out about an image while its thumbnails were made: its format and its size as it is seen, 0 as long as
/// that is not known; and how long each stage took.
struct thumbnail_report
{
    using duration = std::chrono::steady_clock::duration;

    std::string format;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    duration read = {};
    duration decode = {}; ///< making it smaller included
    duration encode = {}; ///< all thumbnails
};

/// What it does: reads one image and makes its thumbnail, in memory. The aspect is kept, the picture stands upright
/// (EXIF orientation is applied), and it is never enlarged unless
/// that is asked for. JPEG, PNG, WebP, TIFF and OpenEXR are read, known by their
/// first bytes, whatever the name ends in; of several pages or frames the first, of an animated WebP on its canvas,
/// around it transparent; of OpenEXR the data window. Inks (CMYK) become sRGB, by the file's profile if genpool is
/// built with Little CMS, else as common inks print. 16 bits a channel become 8; floating-point samples are taken as
/// linear light, cut off at white and encoded as sRGB; grey stays grey. TIFFs are read in every layout and colour space
/// that libtiff knows, but for those whose pixels cannot be told right, which are refused by name; extra samples that
/// are not called alpha are left out, and what is below 0 or no number is black. Built without libtiff, libwebp or
/// OpenEXR, genpool refuses by name all TIFFs but common ones of grey and RGB, animated WebPs, and OpenEXRs of
/// luminance and chroma. The thumbnail carries the metadata that is wanted. A file that is cut short or damaged is an error, never a picture that is half grey; damage by which no
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

/// What it does: makes several thumbnails of one image, which is read and decoded once. What the smaller ones are made
/// of is larger than it would be for them alone, so that they may differ by what rounding leaves.
///
/// Parameters: `sizes`: one for each thumbnail, in their order, in place of `options.size`; at least one. `report`: where
///   what was found out is written, also before an error is thrown; nothing is where it is null.
/// The rest is as of `make_thumbnail`.
std::vector<thumbnail> make_thumbnails(boost::filesystem::path const& file, std::span<geometry const> sizes,
                                       thumbnail_options const& options = {},
                                       thumbnail_report* report = nullptr);

/// What it does: the same of the bytes of a whole file, in memory: of an upload, say. They are copied, since what is
/// in them beside the pixels is taken out before a decoder sees them.
///
/// Parameters: `file`: as many bytes as `options.source.file_bytes` at most.
/// Errors: as above; the `image_error` has no name of a file: its `what()` is the reason alone.
/// Object lifetimes: `file` is referred to until the call returns.
/// Thread safety: safe, once `configure()` has returned, while nobody writes into `file`.
thumbnail make_thumbnail(std::span<unsigned char const> file, thumbnail_options const& options = {});

/// What it does: the same, of several sizes.
std::vector<thumbnail> make_thumbnails(std::span<unsigned char const> file, std::span<geometry const> sizes,
                                       thumbnail_options const& options = {},
                                       thumbnail_report* report = nullptr);

} // namespace genpool::image
