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

using decoder = std::optional<pictures>(std::vector<unsigned char> const&, header&, limits const&,
                                        reduction const&);

/// What decodes files of a format faster than OpenImageIO, or rightly, and leaves the others to it.
struct own_decoder
{
    std::string_view format;
    decoder* decode;
};

/// One that changes nothing in the header.
template <std::optional<pictures> (*Decode)(std::vector<unsigned char> const&, header const&, limits const&,
                                            reduction const&)>
std::optional<pictures> reading(std::vector<unsigned char> const& bytes, header& head, limits const& bounds,
                                reduction const& wanted)
{
    return Decode(bytes, head, bounds, wanted);
}

constexpr own_decoder own_decoders[] = {
    {"jpeg", reading<decode_jpeg>}, {"openexr", reading<decode_openexr>}, {"png", reading<decode_png>},
    {"tiff", decode_tiff},          {"webp", reading<decode_webp>},
};

} // namespace

pictures decode(std::vector<unsigned char> const& bytes, header& head, limits const& bounds,
                reduction const& wanted)
{
    for (own_decoder const& own : own_decoders) {
        if (head.format != own.format)
            continue;
        if (std::optional<pictures> images = own.decode(bytes, head, bounds, wanted))
            return std::move(*images);
    }
    return decode_with_openimageio(bytes, head, bounds, wanted);
}

pictures decode_with_openimageio(std::vector<unsigned char> const& bytes, header& head, limits const& bounds,
                                 reduction const& wanted)
{
    return openimageio().decode(bytes, head, bounds, wanted);
}

} // namespace genpool::image
