// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "set.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace genpool::test
{
namespace
{

struct kind_of_file
{
    char const* format;
    char const* extension;
    int channels;
    int bits;
    bool is_progressive;
};

constexpr std::array<kind_of_file, kinds_of_files> kinds{{
    {"jpeg", "jpg", 3, 8, false},
    {"png", "png", 3, 8, false},
    {"webp", "webp", 3, 8, false},
    {"tiff", "tif", 3, 8, false},
    {"openexr", "exr", 3, 16, false},
    {"jpeg", "jpeg", 3, 8, true},
    {"png", "png", 4, 16, false},
    {"webp", "webp", 4, 8, false},
    {"tiff", "tiff", 1, 16, false},
    {"openexr", "exr", 4, 16, false},
    {"jpeg", "jpg", 1, 8, false},
    {"png", "png", 1, 8, false},
}};

} // namespace

hostile_file good_file(std::uint32_t number)
{
    kind_of_file const& kind = kinds[number % kinds.size()];
    auto const step = static_cast<int>(number / kinds.size());
    OIIO::TypeDesc const type = kind.bits == 8                          ? OIIO::TypeDesc::UINT8
                                : std::string(kind.format) == "openexr" ? OIIO::TypeDesc::HALF
                                                                        : OIIO::TypeDesc::UINT16;
    OIIO::ImageSpec made = spec(40 + step * 37 % 101, 30 + step * 23 % 89, kind.channels, type);
    made.attribute("DateTime", "2026:01:01 12:00:00"); // else TIFFs have the time of day in them
    if (kind.is_progressive)
        made.attribute("jpeg:progressive", 1);
    float const phase = static_cast<float>(number) * 0.1f;
    bytes contents = encoded(kind.format, made, [phase](float x, float y, int c) {
        return c == 3 ? 0.2f + 0.7f * x : gradient(x, y, c) + 0.1f * std::sin(phase + 9 * x + 5 * y);
    });
    char name[16];
    std::snprintf(name, sizeof(name), "%05u.", number);
    return {name + std::string(kind.extension), std::move(contents), verdict::readable};
}

} // namespace genpool::test
