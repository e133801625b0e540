// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "set.hpp"

#include <utility>

namespace genpool::test
{
namespace
{

using named_bytes = std::pair<std::string, bytes>;

bytes of_text(std::string_view text)
{
    bytes made;
    append(made, text);
    return made;
}

std::vector<named_bytes> profiles()
{
    bytes const good = good_profile();
    bytes larger = good;
    larger[0] = 0x7F;
    bytes grey = icc_profile({{"desc", std::string(20, '\0')}}, "GRAY");
    bytes many_tags = good;
    for (std::size_t n = 128; n != 132; ++n)
        many_tags[n] = 0xFF;
    return {{"empty", {}},
            {"cut", bytes(good.begin(), good.begin() + 100)},
            {"cut-in-tags", bytes(good.begin(), good.begin() + 140)},
            {"larger-than-it-is", larger},
            {"many-tags", many_tags},
            {"short-tag", icc_profile({{"desc", std::string("desc\0\0\0\0", 8), 4}})},
            {"long-tag", icc_profile({{"desc", std::string("desc\0\0\0\0", 8), 0xFFFFFFFF}})},
            {"of-grey", grey},
            {"noise", bytes(500, 0xAA)}};
}

std::vector<named_bytes> exifs()
{
    bytes const good = exif_with_orientation(6);
    bytes in_header = good;
    in_header[7] = 4;
    bytes beyond = good;
    beyond[4] = 0x7F;
    bytes many = good;
    many[8] = many[9] = 0xFF;
    bytes far = good;
    far[14] = 0xFF;
    bytes wide = good;
    wide[13] = 4;
    return {{"empty", {}},
            {"cut", bytes(good.begin(), good.begin() + 15)},
            {"directory-in-its-header", in_header},
            {"directory-beyond", beyond},
            {"many-entries", many},
            {"value-beyond", far},
            {"of-32-bits", wide},
            {"orientation-0", exif_with_orientation(0)},
            {"orientation-9", exif_with_orientation(9)},
            {"orientation-65535", exif_with_orientation(65535)},
            {"no-order", of_text("XX no order of bytes")}};
}

std::vector<named_bytes> texts()
{
    return {
        {"empty", {}},
        {"no-end", of_text("<x:xmpmeta><rdf:RDF>")},
        {"zeros", bytes(1000)},
        {"entities", of_text("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><x>&b;</x>")},
        {"long", bytes(60000, '<')}};
}

/// A WebP of the simple kind as one with a canvas of 24 x 16 pixels, and another chunk.
bytes webp_with(bytes const& simple, unsigned char flag, std::string_view type, bytes const& data)
{
    bytes chunks;
    append(chunks, std::string_view("WEBPVP8X\x0A\0\0\0", 12));
    chunks.push_back(flag);
    append(chunks, std::string_view("\0\0\0\x17\0\0\x0F\0\0", 9));
    append(chunks, std::span(simple).subspan(12));
    append(chunks, type);
    auto const append_size = [](bytes& to, std::size_t size) {
        for (int n = 0; n != 4; ++n)
            to.push_back(static_cast<unsigned char>(size >> 8 * n));
    };
    append_size(chunks, data.size());
    append(chunks, data);
    if (data.size() % 2 != 0)
        chunks.push_back(0);
    bytes file = of_text("RIFF");
    append_size(file, chunks.size());
    append(file, chunks);
    return file;
}

bytes tiff_with(char const* name, bytes const& data)
{
    OIIO::ImageSpec made = spec(24, 16);
    made.attribute("DateTime", "2026:01:01 12:00:00");
    if (!data.empty())
        made.attribute(name, OIIO::TypeDesc(OIIO::TypeDesc::UINT8, static_cast<int>(data.size())),
                       data.data());
    return encoded("tiff", made);
}

bytes behind(std::string_view name, bytes const& data)
{
    bytes made = of_text(name);
    append(made, data);
    return made;
}

} // namespace

std::vector<hostile_file> with_bad_metadata()
{
    bytes const jpeg = encoded("jpeg", spec(24, 16));
    bytes const png = encoded("png", spec(24, 16));
    bytes const webp = encoded("webp", spec(24, 16));
    std::vector<hostile_file> files;
    auto const add = [&](std::string const& name, char const* extension, bytes contents) {
        files.push_back({name + extension, std::move(contents), verdict::readable});
    };
    for (auto const& [what, profile] : profiles()) {
        std::string const name = "icc-" + what;
        add(name, ".jpg", with_segment(jpeg, 0xE2, icc_segment(profile)));
        add(name, ".png", with_chunk(png, "iCCP", icc_chunk(profile)));
        add(name, ".webp", webp_with(webp, 0x20, "ICCP", profile));
        add(name, ".tif", tiff_with("ICCProfile", profile));
    }
    for (auto const& [what, exif] : exifs()) {
        std::string const name = "exif-" + what;
        add(name, ".jpg", with_segment(jpeg, 0xE1, behind(std::string_view("Exif\0\0", 6), exif)));
        add(name, ".png", with_chunk(png, "eXIf", exif));
        add(name, ".webp", webp_with(webp, 0x08, "EXIF", exif));
    }
    for (auto const& [what, text] : texts()) {
        std::string const name = "xmp-" + what;
        add(name, ".jpg",
            with_segment(jpeg, 0xE1, behind(std::string_view("http://ns.adobe.com/xap/1.0/\0", 29), text)));
        add(name, ".png",
            with_chunk(png, "iTXt", behind(std::string_view("XML:com.adobe.xmp\0\0\0\0\0", 22), text)));
        add(name, ".webp", webp_with(webp, 0x04, "XMP ", text));
    }
    return files;
}

} // namespace genpool::test
