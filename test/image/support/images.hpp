// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "support/files/temporary_tree.hpp"
#include <genpool/image/thumbnail.hpp>

#include <OpenImageIO/imageio.h>
#include <boost/filesystem/path.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace genpool::test
{

using bytes = std::vector<unsigned char>;

/// What a test picture has in channel `c` of the pixel (x, y), both from 0 to 1.
using painter = std::function<float(float x, float y, int c)>;

/// Colours that differ in every corner, and detail that does not compress to nothing.
float gradient(float x, float y, int c);

/// A picture of this size; the last of two or four channels is alpha, which colours are not multiplied by.
OIIO::ImageSpec spec(int width, int height, int channels = 3, OIIO::TypeDesc type = OIIO::TypeDesc::UINT8);

/// A whole file, in OpenImageIO's format of this name.
bytes encoded(std::string const& format, OIIO::ImageSpec const& made, painter const& paint = gradient);

/// Keeps a copy for poisoned.sh, which says where.
void collect(bytes const& contents);

/// A file with these contents.
boost::filesystem::path file(temporary_tree const& tree, std::string_view name, bytes const& contents);

bytes contents_of(boost::filesystem::path const& path);

/// A picture decoded again, by OpenImageIO alone.
struct decoded
{
    OIIO::ImageSpec spec;
    std::vector<float> samples;

    float at(int x, int y, int c) const
    {
        return samples.at(static_cast<std::size_t>((y * spec.width + x) * spec.nchannels + c));
    }
};

/// Of a JPEG or PNG file.
decoded decode(bytes const& contents);

bool contains(bytes const& contents, std::string_view text);

void append(bytes& to, std::string_view text);
void append(bytes& to, std::span<unsigned char const> more);

bytes inserted(bytes const& whole, std::size_t at, bytes const& part);

/// `value`, the most significant byte first.
void append_number(bytes& to, std::uint32_t value, int size = 4);

bytes png_chunk(std::string_view type, bytes const& data);

/// `png` with a chunk after its header.
bytes with_chunk(bytes const& png, std::string_view type, bytes const& data);

bytes jpeg_segment(int marker, bytes const& data);

/// `jpeg` with a segment at its beginning.
bytes with_segment(bytes const& jpeg, int marker, bytes const& data);

/// An EXIF block that tells nothing else.
bytes exif_with_orientation(int orientation);

struct icc_tag
{
    std::string name;
    std::string data;
    std::uint32_t claimed_size = 0; ///< its own size unless given
};

/// A colour profile with these tags.
bytes icc_profile(std::vector<icc_tag> const& tags, std::string_view space = "RGB ");

/// A colour profile that there is nothing wrong with.
bytes good_profile();

/// The segment of a JPEG that holds a whole profile.
bytes icc_segment(bytes const& profile);

/// The chunk of a PNG that holds a profile, packed without compression.
bytes icc_chunk(bytes const& profile);

/// Requires that there is no thumbnail of `path`; the reason.
std::string reason_of(boost::filesystem::path const& path, image::thumbnail_options const& options = {});

} // namespace genpool::test
