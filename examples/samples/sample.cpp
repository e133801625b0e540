// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "sample.hpp"

#include "scene.hpp"
#include <genpool/image/encode.hpp>
#include <genpool/image/write_file.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <span>
#include <utility>
#include <vector>

namespace samples
{
namespace
{

constexpr auto kinds = std::to_array<file_kind>({
    {"jpeg", "jpg", 3, 8, false},
    {"png", "png", 3, 8, false},
    {"webp", "webp", 3, 8, false},
    {"jpeg", "jpg", 3, 8, true},
    {"tiff", "tif", 3, 8, false},
    {"openexr", "exr", 3, 16, false},
    {"png", "png", 4, 8, false},
    {"jpeg", "jpg", 1, 8, false},
    {"png", "png", 3, 16, false},
    {"tiff", "tif", 1, 16, false},
    {"webp", "webp", 4, 8, false},
    {"jpeg", "jpg", 3, 8, false},
    {"png", "png", 2, 8, false},
    {"tiff", "tif", 3, 16, false},
    {"openexr", "exr", 4, 16, false},
    {"png", "png", 1, 8, false},
    {"tiff", "tif", 4, 8, false},
});

struct size
{
    int width;
    int height;
};

constexpr auto sizes = std::to_array<size>({
    {640, 480},
    {480, 640},
    {320, 320},
    {800, 533},
    {1024, 256},
    {200, 600},
    {96, 64},
    {1280, 720},
    {500, 375},
    {256, 256},
    {37, 411},
    {720, 960},
});

/// The sizes at the ends of the range come early, where even a short set has them.
struct extreme
{
    size dimensions;
    std::size_t kind;
    unsigned scene;
};

constexpr auto extremes = std::to_array<extreme>({
    {{1, 1}, 0, 0},
    {{6000, 4000}, 0, 0},
    {{4000, 6000}, 3, 6},
    {{1, 1}, 1, 1},
    {{3000, 2000}, 1, 6},
    {{1, 300}, 4, 1},
    {{300, 1}, 6, 5},
    {{2, 3}, 2, 2},
    {{2400, 1350}, 5, 2},
    {{17, 5}, 5, 4},
});

constexpr std::uint32_t orientations = 8;
constexpr std::uint32_t turned = 3 * orientations; // baseline and progressive JPEG, and TIFF

std::string name_of(sample const& wanted, std::uint32_t index, char const* what)
{
    char number[16];
    std::snprintf(number, sizeof(number), "%03u", index + 1);
    std::string name = std::string(number) + '-' + what + '-' + std::to_string(wanted.width) + 'x' +
                       std::to_string(wanted.height);
    if (wanted.kind.channels < 3)
        name += "-grey";
    if (wanted.kind.channels % 2 == 0)
        name += "-alpha";
    if (wanted.kind.bits == 16)
        name += wanted.kind.is("openexr") ? "-half" : "-16bit";
    if (wanted.kind.is_progressive)
        name += "-progressive";
    if (wanted.orientation != 1)
        name += "-orientation" + std::to_string(wanted.orientation);
    return name + '.' + wanted.kind.extension;
}

/// Where a point of the stored picture is when it is shown upright; both from 0 to 1.
std::pair<float, float> upright(int orientation, float u, float v)
{
    switch (orientation) {
    case 2:
        return {1 - u, v};
    case 3:
        return {1 - u, 1 - v};
    case 4:
        return {u, 1 - v};
    case 5:
        return {v, u};
    case 6:
        return {1 - v, u};
    case 7:
        return {1 - v, 1 - u};
    case 8:
        return {v, 1 - u};
    default:
        return {u, v};
    }
}

float middle_of(int pixel, int pixels)
{
    return (static_cast<float>(pixel) + 0.5f) / static_cast<float>(pixels);
}

float linear(float encoded)
{
    float const light = encoded <= 0.04045f ? encoded / 12.92f : std::pow((encoded + 0.055f) / 1.055f, 2.4f);
    return light * 1.1f; // a little over white, as rendered light is
}

OIIO::ImageSpec spec_of(sample const& wanted)
{
    bool const lies_on_its_side = wanted.orientation > 4;
    OIIO::ImageSpec spec = spec_of(wanted.kind, lies_on_its_side ? wanted.height : wanted.width,
                                   lies_on_its_side ? wanted.width : wanted.height);
    spec.attribute("Orientation", wanted.orientation);
    if (wanted.kind.is("jpeg") || wanted.kind.is("webp"))
        spec.attribute("Compression", std::string(wanted.kind.format) + ":90");
    return spec;
}

} // namespace

sample sample_at(std::uint32_t index)
{
    sample wanted;
    wanted.seed = index * 7919 + 17;
    wanted.scene = index % scene_count;
    std::size_t kind = index % kinds.size();
    size dimensions = sizes[(index / 2) % sizes.size()];
    if (index < turned) {
        kind = std::array<std::size_t, 3>{0, 3, 4}[index / orientations];
        wanted.orientation = static_cast<int>(index % orientations) + 1;
        wanted.has_compass = true;
        dimensions = {480, 320};
    } else if (index - turned < extremes.size()) {
        extreme const& chosen = extremes[index - turned];
        dimensions = chosen.dimensions;
        kind = chosen.kind;
        wanted.scene = chosen.scene;
    } else if (kinds[kind].is("webp") && kinds[kind].channels == 4) {
        dimensions = {160, 120}; // the encoder takes seconds for more
    }
    wanted.width = dimensions.width;
    wanted.height = dimensions.height;
    wanted.kind = kinds[kind];
    wanted.name = name_of(wanted, index, scene_name(wanted.scene));
    return wanted;
}

void write(sample const& wanted, boost::filesystem::path const& directory)
{
    float const aspect = static_cast<float>(wanted.width) / static_cast<float>(wanted.height);
    scene picture = make_scene(wanted.scene, wanted.seed, aspect);
    if (wanted.has_compass)
        picture = with_compass(std::move(picture), aspect);

    OIIO::ImageSpec const spec = spec_of(wanted);
    bool const has_alpha = spec.alpha_channel >= 0;
    bool const is_grey = wanted.kind.channels < 3;
    bool const is_linear = spec.format == OIIO::TypeDesc::HALF;
    auto const fill = [&](int row, std::span<float> samples) {
        float* to = samples.data();
        for (int column = 0; column != spec.width; ++column) {
            auto const [u, v] =
                upright(wanted.orientation, middle_of(column, spec.width), middle_of(row, spec.height));
            colour const seen = picture(u * aspect, v);
            // What lies outside of an oval fades away. OpenEXR has colours multiplied by alpha.
            float const alpha =
                has_alpha ? std::clamp((0.5f - std::hypot(u - 0.5f, v - 0.5f)) * 12, 0.0f, 1.0f) : 1;
            auto const put = [&](float value) { *to++ = is_linear ? linear(value) * alpha : value; };
            if (is_grey) {
                put(0.21f * seen.r + 0.72f * seen.g + 0.07f * seen.b);
            } else {
                put(seen.r);
                put(seen.g);
                put(seen.b);
            }
            if (has_alpha)
                *to++ = alpha;
        }
    };
    genpool::image::write_file_atomically(directory / wanted.name,
                                          genpool::image::encode(wanted.kind.format, spec, fill));
}

} // namespace samples
