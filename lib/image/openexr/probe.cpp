// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../header/file_kind.hpp"
#include "attributes.hpp"

#include <stdexcept>

namespace genpool::image
{
namespace
{

void read_channels(byte_view const& list, image_info& found)
{
    constexpr std::uint32_t half = 1;
    std::uint64_t at = 0;
    for (std::string name = exr_text(list, at); !name.empty(); name = exr_text(list, at)) {
        ++found.channels;
        found.has_alpha = found.has_alpha || name == "A";
        found.bits = std::max(found.bits, list.u32(at) == half ? 16u : 32u);
        at += exr_channel_bytes;
    }
}

} // namespace

void describe_openexr(header_view const& big, image_info& found)
{
    header_view const file = big.in(boost::endian::order::little);
    bool const has_several_parts = file.u32(4) & exr_several_parts;
    std::uint64_t at = 8;
    std::uint64_t parts = 0;
    do {
        for_each_exr_attribute(file, at, [&](exr_attribute const& attribute) {
            if (parts != 0)
                return;
            if (attribute.is("dataWindow", "box2i")) {
                byte_view const box = file.part(attribute.at, attribute.size);
                found.width = exr_side(box, 0, 8);
                found.height = exr_side(box, 4, 12);
            } else if (attribute.is("channels", "chlist")) {
                read_channels(file.part(attribute.at, attribute.size), found);
            }
        });
        ++parts;
    } while (has_several_parts && file.u8(at) != 0);
    found.pages = parts;
    if (found.width == 0 || found.height == 0)
        throw std::runtime_error("the header is damaged: the image has no size");
}

} // namespace genpool::image
