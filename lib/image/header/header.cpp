// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "header.hpp"

#include "file_kind.hpp"

#include <array>
#include <stdexcept>

namespace genpool::image
{
namespace
{

using namespace std::string_view_literals;

struct signature
{
    std::string_view start;
    std::size_t at;
    file_kind kind;
};

constexpr file_kind jpeg{image_format::jpeg, take_jpeg_header, describe_jpeg};
constexpr file_kind png{image_format::png, take_png_header, describe_png};
constexpr file_kind webp{image_format::webp, take_webp_header, describe_webp};
constexpr file_kind tiff{image_format::tiff, take_tiff_header, describe_tiff};
constexpr file_kind openexr{image_format::openexr, take_openexr_header, describe_openexr};

constexpr std::array signatures{
    signature{"\xFF\xD8\xFF"sv, 0, jpeg}, signature{"\x89PNG\r\n\x1A\n"sv, 0, png},
    signature{"WEBPVP8"sv, 8, webp},      signature{"II*\0"sv, 0, tiff},
    signature{"MM\0*"sv, 0, tiff},        signature{"II+\0"sv, 0, tiff},
    signature{"MM\0+"sv, 0, tiff},        signature{"\x76\x2F\x31\x01"sv, 0, openexr},
};

} // namespace

char const* name(image_format format) noexcept
{
    constexpr char const* names[] = {"jpeg", "png", "webp", "tiff", "openexr"};
    return names[static_cast<std::size_t>(format)];
}

file_kind kind_of(byte_view const& beginning)
{
    if (beginning.size() == 0)
        throw std::runtime_error("the file is empty");
    for (signature const& known : signatures) {
        if (beginning.has(known.at, known.start))
            return known.kind;
    }
    throw std::runtime_error("not a JPEG, PNG, WebP, TIFF or OpenEXR image");
}

header take_header(std::vector<unsigned char>& bytes)
{
    file_kind const kind = kind_of(big_endian(bytes));
    header head = kind.take(bytes);
    head.format = name(kind.format);
    return head;
}

} // namespace genpool::image
