// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "decode.hpp"

#include "jpeg/decode.hpp"
#include "openexr/decode.hpp"
#include "openimageio/openimageio.hpp"
#include "png/decode.hpp"
#include "tiff/decode.hpp"
#include "webp/decode.hpp"

#include <optional>
#include <string_view>

namespace genpool::image
{
namespace
{

using decoder = std::optional<picture>(std::vector<unsigned char> const&, header&, limits const&, int);

/// What decodes files of a format faster than OpenImageIO, or rightly, and leaves the others to it.
struct own_decoder
{
    std::string_view format;
    decoder* decode;
};

/// One that changes nothing in the header.
template <std::optional<picture> (*Decode)(std::vector<unsigned char> const&, header const&, limits const&,
                                           int)>
std::optional<picture> reading(std::vector<unsigned char> const& bytes, header& head, limits const& bounds,
                               int size)
{
    return Decode(bytes, head, bounds, size);
}

constexpr own_decoder own_decoders[] = {
    {"jpeg", reading<decode_jpeg>}, {"openexr", reading<decode_openexr>}, {"png", reading<decode_png>},
    {"tiff", decode_tiff},          {"webp", reading<decode_webp>},
};

} // namespace

picture decode(std::vector<unsigned char> const& bytes, header& head, limits const& bounds, int size)
{
    for (own_decoder const& own : own_decoders) {
        if (head.format != own.format)
            continue;
        if (std::optional<picture> image = own.decode(bytes, head, bounds, size))
            return std::move(*image);
    }
    return decode_with_openimageio(bytes, head, bounds, size);
}

picture decode_with_openimageio(std::vector<unsigned char> const& bytes, header& head, limits const& bounds,
                                int size)
{
    return openimageio().decode(bytes, head, bounds, size);
}

} // namespace genpool::image
