// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../header.hpp"

#include "../byte_view.hpp"

#include <algorithm>
#include <string_view>

namespace genpool::image
{
namespace
{

constexpr std::uint32_t deep = 0x800;
constexpr std::uint32_t several_parts = 0x1000;

std::string_view text(byte_view const& bytes, std::uint64_t& at)
{
    auto const rest = bytes.from(at).span();
    auto const end = std::ranges::find(rest, 0);
    if (end == rest.end())
        throw std::runtime_error("the header is cut short or damaged");
    auto const length = static_cast<std::size_t>(end - rest.begin());
    at += length + 1;
    return {reinterpret_cast<char const*>(rest.data()), length};
}

std::uint64_t side(byte_view const& box, std::uint64_t low, std::uint64_t high)
{
    auto const first = static_cast<std::int32_t>(box.u32(low));
    auto const last = static_cast<std::int32_t>(box.u32(high));
    return last < first ? 0 : static_cast<std::uint64_t>(std::int64_t(last) - first + 1);
}

/// Whether one of the channels tells chroma, which comes with luminance and for fewer pixels.
bool has_chroma(byte_view const& channels)
{
    constexpr std::uint64_t behind_name = 16;
    std::uint64_t at = 0;
    for (std::string_view name = text(channels, at); !name.empty(); name = text(channels, at)) {
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
    if (flags & deep)
        throw std::runtime_error("deep images have no thumbnail");

    // The library allocates for every part as it opens the file, so the largest counts.
    header head;
    std::uint64_t at = 8;
    bool is_first = true;
    do {
        byte_view tiles;
        for (std::string_view name = text(view, at); !name.empty(); name = text(view, at)) {
            std::string_view const type = text(view, at);
            std::uint32_t const size = view.u32(at);
            byte_view const value = view.part(at + 4, size);
            if (name == "dataWindow" && type == "box2i") {
                head.width = std::max(head.width, side(value, 0, 8));
                head.height = std::max(head.height, side(value, 4, 12));
            } else if (name == "channels" && type == "chlist" && is_first) {
                head.has_chroma = has_chroma(value);
            } else if (name == "tiles") {
                tiles = value;
            } else if (name == "chunkCount" && value.u32(0) > view.size() / 8) {
                throw std::runtime_error("the header is damaged: more chunks than the file has room for");
            }
            at += 4 + size;
        }
        if (tiles.size() != 0)
            check_tiles(head, tiles.u32(0), tiles.u32(4), view.size());
        is_first = false;
    } while ((flags & several_parts) && view.u8(at) != 0);
    return head;
}

} // namespace genpool::image
