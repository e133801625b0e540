// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/thumbnail.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <vector>

namespace server
{

/// An image and what is wanted of it: what crosses to a worker.
struct upload
{
    std::vector<unsigned char> bytes;
    std::int32_t size = 0;
    std::uint64_t pixels = 0; ///< of the image at most
};
BOOST_DESCRIBE_STRUCT(upload, (), (bytes, size, pixels))

/// What comes back.
struct picture
{
    std::vector<unsigned char> bytes;
    genpool::image::thumbnail_format format = genpool::image::thumbnail_format::jpeg;
    std::int32_t width = 0;
    std::int32_t height = 0;
};
BOOST_DESCRIBE_STRUCT(picture, (), (bytes, format, width, height))

/// The name by which workers know the function.
inline constexpr char make_picture_name[] = "make_picture";

} // namespace server
