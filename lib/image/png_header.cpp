// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "byte_view.hpp"
#include "exif.hpp"
#include "header.hpp"

#include <algorithm>
#include <zlib.h>

namespace genpool::image
{
namespace
{

/// What the profile in an iCCP chunk unpacks to; nothing when it is damaged or beyond all measure.
std::vector<unsigned char> unpacked_profile(byte_view chunk)
{
    constexpr std::size_t most = 4u << 20;
    auto const bytes = chunk.span();
    auto const name = std::ranges::find(bytes, 0);
    auto const start = static_cast<std::size_t>(name - bytes.begin()) + 2; // its zero, the method
    if (!chunk.holds(start, 1))
        return {};

    std::vector<unsigned char> profile(std::min(most, 1032 * bytes.size())); // deflate packs no tighter
    uLongf size = profile.size();
    if (::uncompress(profile.data(), &size, bytes.data() + start, bytes.size() - start) != Z_OK)
        return {};
    profile.resize(size);
    return profile;
}

bool is_for_pixels(byte_view const& type)
{
    return type.has(0, "IHDR") || type.has(0, "PLTE") || type.has(0, "tRNS") || type.has(0, "IDAT") ||
           type.has(0, "IEND");
}

} // namespace

header take_png_header(std::vector<unsigned char>& bytes)
{
    constexpr std::size_t around = 12; // the length, the type and the checksum of a chunk
    byte_view const view = big_endian(bytes);
    if (!view.has(12, "IHDR"))
        throw std::runtime_error("the header is damaged");
    header head;
    head.width = view.u32(16);
    head.height = view.u32(20);

    // Only what the pixels need stays, moved together. It is looked through for damage here, because libpng
    // complains on standard error, whatever its caller would rather do.
    std::size_t kept = 8;
    bool complete = false;
    for (std::size_t at = kept; !complete;) {
        if (!view.holds(at, around) || !view.holds(at + around, view.u32(at)))
            throw std::runtime_error("the file is cut short");
        byte_view const type = view.part(at + 4, 4);
        byte_view const data = view.part(at + 8, view.u32(at));
        std::size_t const next = at + around + data.size();
        if (::crc32_z(0, type.span().data(), type.size() + data.size()) != view.u32(next - 4))
            throw std::runtime_error("the file is damaged: a checksum is wrong");
        if (is_for_pixels(type)) {
            auto const begin = bytes.begin();
            std::copy(begin + static_cast<std::ptrdiff_t>(at), begin + static_cast<std::ptrdiff_t>(next),
                      begin + static_cast<std::ptrdiff_t>(kept));
            kept += next - at;
            complete = type.has(0, "IEND");
        } else if (type.has(0, "eXIf")) {
            head.orientation = exif_orientation(data.span());
        } else if (type.has(0, "iCCP") && head.icc_profile.empty()) {
            head.icc_profile = unpacked_profile(data);
        }
        at = next;
    }
    bytes.resize(kept);
    return head;
}

} // namespace genpool::image
