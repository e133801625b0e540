// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "header.hpp"

#include "byte_view.hpp"

#include <array>
#include <stdexcept>
#include <string_view>

namespace genpool::image
{
namespace
{

using namespace std::string_view_literals;

struct signature
{
    char const* format;
    std::string_view start;
    std::size_t at;
    header (*take)(std::vector<unsigned char>&);
};

constexpr std::array signatures{
    signature{"jpeg", "\xFF\xD8\xFF"sv, 0, take_jpeg_header},
    signature{"png", "\x89PNG\r\n\x1A\n"sv, 0, take_png_header},
    signature{"webp", "WEBPVP8"sv, 8, take_webp_header},
    signature{"tiff", "II*\0"sv, 0, take_tiff_header},
    signature{"tiff", "MM\0*"sv, 0, take_tiff_header},
    signature{"tiff", "II+\0"sv, 0, take_tiff_header},
    signature{"tiff", "MM\0+"sv, 0, take_tiff_header},
    signature{"openexr", "\x76\x2F\x31\x01"sv, 0, take_openexr_header},
};

} // namespace

header take_header(std::vector<unsigned char>& bytes)
{
    if (bytes.empty())
        throw std::runtime_error("the file is empty");
    for (signature const& known : signatures) {
        if (!big_endian(bytes).has(known.at, known.start))
            continue;
        header head = known.take(bytes);
        head.format = known.format;
        return head;
    }
    throw std::runtime_error("not a JPEG, PNG, WebP, TIFF or OpenEXR image");
}

} // namespace genpool::image
