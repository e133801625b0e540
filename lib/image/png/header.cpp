// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../header/header.hpp"

#include "../header/byte_view.hpp"
#include "../metadata/exif.hpp"
#include "chunks.hpp"
#include "metadata.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <zlib.h>

namespace genpool::image
{
namespace
{

bool is_for_pixels(byte_view const& type)
{
    return type.has(0, "IHDR") || type.has(0, "PLTE") || type.has(0, "tRNS") || type.has(0, "IDAT") ||
           type.has(0, "IEND");
}

/// Whether a picture without it is not what was meant: the first letter says so.
bool is_critical(byte_view const& type) { return (type.u8(0) & 0x20) == 0; }

std::string name_of(byte_view const& type)
{
    std::string name;
    for (unsigned char const letter : type.span())
        name += letter > ' ' && letter < 0x7F ? static_cast<char>(letter) : '?';
    return name;
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
    bool has_profile = false;
    png_orientation orientation;
    for (std::size_t at = kept; !complete;) {
        if (!view.holds(at, around) || !view.holds(at + around, view.u32(at)))
            throw std::runtime_error("the file is cut short");
        byte_view const type = view.part(at + 4, 4);
        byte_view const data = view.part(at + 8, view.u32(at));
        std::size_t const next = at + around + data.size();
        if (::crc32_z(0, type.span().data(), type.size() + data.size()) != view.u32(next - 4)) {
            if (is_critical(type))
                throw std::runtime_error("the file is damaged: a checksum is wrong");
        } else if (is_for_pixels(type)) {
            auto const begin = bytes.begin();
            std::copy(begin + static_cast<std::ptrdiff_t>(at), begin + static_cast<std::ptrdiff_t>(next),
                      begin + static_cast<std::ptrdiff_t>(kept));
            kept += next - at;
            complete = type.has(0, "IEND");
        } else if (is_critical(type)) {
            throw std::runtime_error(
                "a PNG with a chunk that genpool does not know and must not leave out: " + name_of(type));
        } else if (type.has(0, "iCCP")) {
            if (!std::exchange(has_profile, true)) // unpacking many would take long
                head.icc_profile = unpacked(behind_name(data.span()));
        } else {
            orientation.look_at(type, data);
            if (type.has(0, "eXIf"))
                keep(without_exif_name(data.span()), head.exif);
            else if (type.has(0, "iTXt") && data.has(0, png_xmp_start))
                keep(data.from(png_xmp_start.size()).span(), head.xmp);
        }
        at = next;
    }
    bytes.resize(kept);
    head.orientation = orientation.value();
    return head;
}

} // namespace genpool::image
