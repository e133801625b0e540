// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../header/header.hpp"
#include "../picture/picture.hpp"
#include "../picture/reduction.hpp"

#include <OpenImageIO/imageio.h>

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace genpool::image
{

/// All that calls OpenImageIO. It can be in a library of its own, which is loaded when it is needed first: with
/// OpenImageIO come hundreds of libraries, whose start takes as long as tens of thumbnails of photos, for which
/// it is not needed. Its functions are virtual, so that nobody has to be linked with them.
class openimageio_part
{
public:
    /// As the public function.
    virtual void configure() const;

    /// As `decode_with_openimageio`.
    virtual pictures decode(std::vector<unsigned char> const& bytes, header& head, limits const& bounds,
                            reduction const& wanted) const;

    /// As the public function.
    virtual std::vector<unsigned char>
    encode(std::string const& format, OIIO::ImageSpec const& spec,
           std::function<void(int row, std::span<float> samples)> const& fill) const;

    /// Encodes the picture, with this profile if it is not empty. The quality is for what has one.
    virtual std::vector<unsigned char> encode(picture const& image, std::span<unsigned char const> profile,
                                              std::string const& format, int quality) const;

    /// Encodes a picture of three colours.
    virtual std::vector<unsigned char> encode_avif(picture const& image, int quality) const;
};

/// The only one. From another library it is called by its name, which therefore is C's.
extern "C" [[gnu::visibility("default")]] openimageio_part const genpool_openimageio;

/// The same; it is loaded, where it is not linked, or `std::runtime_error` is thrown.
openimageio_part const& openimageio();

} // namespace genpool::image
