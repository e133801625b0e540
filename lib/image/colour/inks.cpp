// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "inks.hpp"

#include "ink_profile.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace genpool::image
{
namespace
{

constexpr std::size_t inks_of_a_pixel = 4;
constexpr std::size_t colours_of_a_pixel = 3;

/// What paper looks like with each of the inks or without: in the first half without cyan, in the first half of each
/// half without magenta, then yellow, then black. Fitted, with the exponents below, to what libvips 8.14 shows of its
/// own profile, by which it takes files without one: to 4 of 255 in the root of the mean square, 28 at most. Ink may be
/// more colourful than sRGB can tell.
constexpr std::array<std::array<float, colours_of_a_pixel>, 16> overprints{{
    {255, 255, 255},
    {39, 33, 36},
    {265, 223, 20},
    {42, 39, 43},
    {233, 36, 127},
    {40, 30, 42},
    {231, 41, 51},
    {38, 28, 36},
    {-102, 149, 216},
    {24, 37, 44},
    {-16, 141, 71},
    {22, 31, 35},
    {36, 46, 123},
    {23, 24, 38},
    {47, 44, 55},
    {28, 30, 40},
}};

/// Which part of the paper so much of an ink covers.
constexpr std::array<float, inks_of_a_pixel> exponents{1.11f, 1.0f, 1.04f, 1.04f};

/// The colours of the overprints, each as much as there is of it where the inks fall independently (Neugebauer).
void convert_common(std::span<float const> inks, std::span<float> colours)
{
    for (; !inks.empty();
         inks = inks.subspan(inks_of_a_pixel), colours = colours.subspan(colours_of_a_pixel)) {
        std::array<float, overprints.size()> parts{1};
        std::size_t count = 1;
        for (std::size_t n = inks_of_a_pixel; n-- != 0; count *= 2) {
            float const covered = std::pow(inks[n], exponents[n]);
            for (std::size_t part = 0; part != count; ++part) {
                parts[part + count] = parts[part] * covered;
                parts[part] *= 1 - covered;
            }
        }
        for (std::size_t c = 0; c != colours_of_a_pixel; ++c) {
            float sum = 0;
            for (std::size_t part = 0; part != parts.size(); ++part)
                sum += parts[part] * overprints[part][c];
            colours[c] = sum / 255;
        }
    }
}

} // namespace

void inks_to_srgb(picture& image, std::span<unsigned char const> profile)
{
    auto const from_channels = static_cast<std::size_t>(image.channels);
    std::size_t const pixels = image.samples.size() / from_channels;
    std::size_t const alpha_channels = image.has_alpha ? 1 : 0;
    std::size_t const to_channels = colours_of_a_pixel + alpha_channels;
    auto const alpha_of = [&](std::size_t pixel) {
        return image.has_alpha ? image.samples[pixel * from_channels + inks_of_a_pixel] : 1.0f;
    };

    std::vector<float> inks;
    inks.reserve(pixels * inks_of_a_pixel);
    for (std::size_t pixel = 0; pixel != pixels; ++pixel) {
        for (std::size_t n = 0; n != inks_of_a_pixel; ++n) {
            float const alpha = alpha_of(pixel);
            float const ink = alpha > 0 ? image.samples[pixel * from_channels + n] / alpha : 0.0f;
            inks.push_back(std::clamp(ink, 0.0f, 1.0f));
        }
    }
    std::vector<float> colours(pixels * colours_of_a_pixel);
    if (!convert_by_profile(profile, inks, colours))
        convert_common(inks, colours);

    std::vector<float> samples;
    samples.reserve(pixels * to_channels);
    for (std::size_t pixel = 0; pixel != pixels; ++pixel) {
        for (std::size_t c = 0; c != colours_of_a_pixel; ++c)
            samples.push_back(std::clamp(colours[pixel * colours_of_a_pixel + c], 0.0f, 1.0f) *
                              alpha_of(pixel));
        if (image.has_alpha)
            samples.push_back(alpha_of(pixel));
    }
    image.samples.swap(samples);
    image.channels = static_cast<int>(to_channels);
}

} // namespace genpool::image
