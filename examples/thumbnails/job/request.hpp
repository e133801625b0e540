// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/thumbnail.hpp>

#include <boost/describe/class.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace thumbnails
{

/// How thumbnails are made, of what crosses to other processes.
struct settings
{
    std::vector<std::string> sizes; ///< geometries
    std::optional<genpool::image::thumbnail_format> format;
    std::optional<std::array<std::uint8_t, 3>> background;
    genpool::image::cropping crop = genpool::image::cropping::none;
    genpool::image::resampling filter = genpool::image::resampling::lanczos3;
    genpool::image::kept_metadata metadata = genpool::image::kept_metadata::icc;
    std::int32_t jpeg_quality = 85;
    std::int32_t webp_quality = 80;
    std::int32_t avif_quality = 60;
    bool linear = false;
    bool srgb = false;
    std::vector<std::string> formats; ///< that are read beside those that genpool::image reads
};
BOOST_DESCRIBE_STRUCT(settings, (),
                      (sizes, format, background, crop, filter, metadata, jpeg_quality, webp_quality,
                       avif_quality, linear, srgb, formats))

/// A file without the extension, which depends on what the image is like.
struct target
{
    std::string directory;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(target, (), (directory, name))

/// One image and where its thumbnails go, one for each size.
struct request
{
    std::string image;
    std::vector<target> targets;
    settings how;
};
BOOST_DESCRIBE_STRUCT(request, (), (image, targets, how))

/// A thumbnail that is written.
struct written
{
    std::string file;
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::uint64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(written, (), (file, width, height, bytes))

/// What became of an image.
struct result
{
    std::string format;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    std::vector<written> files;
    std::array<std::int64_t, 4> stages{}; ///< nanoseconds to read, decode, encode and write
};
BOOST_DESCRIBE_STRUCT(result, (), (format, width, height, files, stages))

/// The file that a thumbnail in this format is.
boost::filesystem::path file_of(target const& where, genpool::image::thumbnail_format format);

/// An image whose bytes are elsewhere than in its file.
struct image_bytes
{
    std::string format; ///< of the file
    std::span<unsigned char const> bytes;
    genpool::image::thumbnail_report::duration read = {}; ///< how long it took to read it
};

/// Makes the thumbnails and writes them, into directories that are there; throws what is wrong. It may run on many threads at
/// once.
result make(request const& wanted);

/// The same, of an image that was read already.
result make_of(image_bytes const& given, request const& wanted);

} // namespace thumbnails
