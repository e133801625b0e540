// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "decode.hpp"

#include <stdexcept>

namespace genpool::image
{

std::optional<pictures> decode_openexr(std::vector<unsigned char> const&, header const& head, limits const&,
                                       reduction const&)
{
    if (head.has_chroma)
        throw std::runtime_error(
            "OpenEXRs of luminance and chroma have no thumbnail: genpool was built without OpenEXR");
    return std::nullopt;
}

} // namespace genpool::image
