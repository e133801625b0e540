// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../header/header.hpp"

#include "../header/byte_view.hpp"
#include "attributes.hpp"

#include <algorithm>

namespace genpool::image
{
namespace
{

/// Whether one of the channels tells chroma, which comes with luminance and for fewer pixels.
bool has_chroma(byte_view const& channels)
{
    constexpr std::uint64_t behind_name = exr_channel_bytes;
    std::uint64_t at = 0;
    for (std::string name = exr_text(channels, at); !name.empty(); name = exr_text(channels, at)) {
        if (name == "RY" || name == "BY")
            return true;
        at += behind_name;
    }
    return false;
}

/// The file holds 8 bytes for each tile, or it lies: the library would allocate as many.
void check_tiles(header const& head, std::uint64_t across, std::uint64_t down, std::uint64_t file_bytes)
{
    if (across == 0 || down == 0 || (head.width / across) * (head.height / down) > file_bytes / 8)
        throw std::runtime_error("the header is damaged: more tiles than the file has room for");
}

} // namespace

header take_openexr_header(std::vector<unsigned char>& bytes)
{
    byte_view const view = little_endian(bytes);
    std::uint32_t const flags = view.u32(4);
    if (flags & exr_deep)
        throw std::runtime_error("deep images have no thumbnail");

    // The library allocates for every part as it opens the file, so the largest counts.
    header head;
    std::uint64_t at = 8;
    bool is_first = true;
    do {
        byte_view tiles;
        for_each_exr_attribute(view, at, [&](exr_attribute const& found) {
            byte_view const value = view.part(found.at, found.size);
            if (found.is("dataWindow", "box2i")) {
                head.width = std::max(head.width, exr_side(value, 0, 8));
                head.height = std::max(head.height, exr_side(value, 4, 12));
            } else if (found.is("channels", "chlist") && is_first) {
                head.has_chroma = has_chroma(value);
            } else if (found.name == "tiles") {
                tiles = value;
            } else if (found.name == "chunkCount" && value.u32(0) > view.size() / 8) {
                throw std::runtime_error("the header is damaged: more chunks than the file has room for");
            }
        });
        if (tiles.size() != 0)
            check_tiles(head, tiles.u32(0), tiles.u32(4), view.size());
        is_first = false;
    } while ((flags & exr_several_parts) && view.u8(at) != 0);
    return head;
}

} // namespace genpool::image
