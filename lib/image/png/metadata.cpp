// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "metadata.hpp"

#include "../metadata/exif.hpp"

#include <boost/algorithm/hex.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <zlib.h>

namespace genpool::image
{
namespace
{

/// The orientation in what was EXIF before it was spelled in hexadecimal digits, as text: a name, a length, digits.
int spelled_orientation(std::span<unsigned char const> text)
{
    auto const is_space = [](unsigned char c) { return c == ' ' || c == '\n' || c == '\r'; };
    for (int word = 0; word != 2; ++word) {
        auto const begin = std::ranges::find_if_not(text, is_space);
        text = std::span(std::find_if(begin, text.end(), is_space), text.end());
    }
    std::string digits;
    std::ranges::remove_copy_if(text, std::back_inserter(digits), is_space);
    digits.resize(digits.size() / 2 * 2);
    std::vector<unsigned char> exif;
    try {
        boost::algorithm::unhex(digits, std::back_inserter(exif));
    } catch (boost::algorithm::hex_decode_error const&) {
        return 1;
    }
    return exif_orientation(exif);
}

} // namespace

std::vector<unsigned char> unpacked(std::span<unsigned char const> packed)
{
    std::vector<unsigned char> bytes(
        std::min(most_png_metadata, 1032 * packed.size())); // deflate packs no tighter
    uLongf size = bytes.size();
    if (::uncompress(bytes.data(), &size, packed.data(), packed.size()) != Z_OK)
        return {};
    bytes.resize(size);
    return bytes;
}

std::span<unsigned char const> behind_name(std::span<unsigned char const> chunk)
{
    auto const name = std::ranges::find(chunk, 0);
    return chunk.end() - name < 2 ? std::span<unsigned char const>() : std::span(name + 2, chunk.end());
}

bool png_orientation::wants(byte_view const& type) const
{
    constexpr int most = 4;
    return value_ == 1 && looked_at_ != most &&
           (type.has(0, "eXIf") || type.has(0, "zTXt") || type.has(0, "tEXt"));
}

void png_orientation::look_at(byte_view const& type, byte_view const& data)
{
    using namespace std::string_view_literals;
    if (!wants(type))
        return;
    if (type.has(0, "eXIf")) {
        ++looked_at_;
        value_ = exif_orientation(data.span());
        return;
    }
    // As it was before there was that chunk, and is in what ImageMagick and others wrote.
    for (std::string_view const name : {"Raw profile type exif\0"sv, "Raw profile type APP1\0"sv}) {
        if (!data.has(0, name))
            continue;
        ++looked_at_;
        value_ = spelled_orientation(type.has(0, "zTXt") ? unpacked(behind_name(data.span()))
                                                         : data.from(name.size()).span());
    }
}

} // namespace genpool::image
