// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../../../examples/samples/file_kind.hpp"
#include "set.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace genpool::test
{
namespace
{

constexpr std::array<samples::file_kind, kinds_of_files> kinds{{
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
    samples::file_kind const& kind = kinds[number % kinds.size()];
    auto const step = static_cast<int>(number / kinds.size());
    OIIO::ImageSpec const made = samples::spec_of(kind, 40 + step * 37 % 101, 30 + step * 23 % 89);
    float const phase = static_cast<float>(number) * 0.1f;
    bytes contents = encoded(kind.format, made, [phase](float x, float y, int c) {
        return c == 3 ? 0.2f + 0.7f * x : gradient(x, y, c) + 0.1f * std::sin(phase + 9 * x + 5 * y);
    });
    char name[16];
    std::snprintf(name, sizeof(name), "%05u.", number);
    return {name + std::string(kind.extension), std::move(contents), verdict::readable};
}

} // namespace genpool::test
