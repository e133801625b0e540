// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "openimageio/openimageio.hpp"
#include <genpool/image/encode.hpp>

namespace genpool::image
{

std::vector<unsigned char> encode(std::string const& format, OIIO::ImageSpec const& spec,
                                  std::function<void(int row, std::span<float> samples)> const& fill)
{
    return openimageio().encode(format, spec, fill);
}

} // namespace genpool::image
