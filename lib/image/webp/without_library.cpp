// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "decode.hpp"
#include "encode.hpp"
#include "frame.hpp"

#include <stdexcept>

namespace genpool::image
{

std::optional<pictures> decode_webp(std::vector<unsigned char> const& bytes, header const&, limits const&,
                                    reduction const&)
{
    // OpenImageIO 2.4 shows what its memory held before where a frame does not fill the canvas.
    if (first_webp_frame(bytes))
        throw std::runtime_error("animated WebPs have no thumbnail: genpool was built without libwebp");
    return std::nullopt;
}

std::optional<std::vector<unsigned char>> encode_webp(picture const&, carried_metadata const&, int)
{
    return std::nullopt;
}

} // namespace genpool::image
