// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "picture.hpp"

#include "../resize/resampler.hpp"

#include <algorithm>
#include <cmath>

namespace genpool::image
{
namespace
{

/// What is not a number becomes 0.
float clamped(float value) noexcept { return value > 0 ? std::min(value, 1.0f) : 0.0f; }

float srgb_encoded(float linear) noexcept
{
    return linear <= 0.0031308f ? 12.92f * linear : 1.055f * std::pow(linear, 1 / 2.4f) - 0.055f;
}

/// Replaces every colour by change(colour, alpha), where the colour is not multiplied by alpha.
template <class F>
void transform_colours(picture& image, F change)
{
    if (!image.has_alpha) { // most have none, and a loop as plain as this takes a fifth of the time
        for (float& colour : image.samples)
            colour = change(clamped(colour), 1.0f);
        return;
    }
    auto const colours = static_cast<std::size_t>(image.colours());
    for (auto pixel = image.samples.begin(); pixel != image.samples.end(); pixel += image.channels) {
        float const alpha = pixel[image.colours()] = clamped(pixel[image.colours()]);
        for (std::size_t c = 0; c != colours; ++c) {
            float& colour = *(pixel + static_cast<std::ptrdiff_t>(c));
            colour = change(alpha > 0 ? clamped(colour / alpha) : 0.0f, alpha);
        }
    }
}

} // namespace

void drop_idle_alpha(picture& image)
{
    if (!image.has_alpha)
        return;
    auto const step = static_cast<std::size_t>(image.channels);
    for (std::size_t n = step - 1; n < image.samples.size(); n += step) {
        if (image.samples[n] < 1)
            return;
    }
    std::size_t kept = 0;
    for (std::size_t n = 0; n != image.samples.size(); ++n) {
        if (n % step != step - 1)
            image.samples[kept++] = image.samples[n];
    }
    image.samples.resize(kept);
    --image.channels;
    image.has_alpha = false;
}

void encode_as_srgb(picture& image)
{
    transform_colours(image, [](float colour, float alpha) { return srgb_encoded(colour) * alpha; });
}

void decode_from_srgb(picture& image)
{
    transform_colours(image, [](float colour, float alpha) { return srgb_decoded(colour) * alpha; });
}

float srgb_decoded(float encoded) noexcept
{
    return encoded <= 0.04045f ? encoded / 12.92f : std::pow((encoded + 0.055f) / 1.055f, 2.4f);
}

void separate_alpha(picture& image)
{
    transform_colours(image, [](float colour, float) { return colour; });
}

void round_to_bytes(std::span<float const> samples, std::span<unsigned char> bytes)
{
    for (std::size_t n = 0; n != bytes.size(); ++n)
        bytes[n] = static_cast<unsigned char>(samples[n] * 255 + 0.5f);
}

picture resized(picture const& image, extent size, double width, double height, resampling by)
{
    if (image.width == size.width && image.height == size.height)
        return image;
    resampler reducer({image.width, width, size.width}, {image.height, height, size.height}, image.channels,
                      by);
    auto const row = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.channels);
    for (std::span<float const> rest(image.samples); !rest.empty(); rest = rest.subspan(row))
        reducer.add(rest.first(row), 1.0f);
    return {size.width, size.height, image.channels, image.has_alpha, reducer.take()};
}

void reorient(picture& image, int orientation)
{
    if (orientation == 1)
        return;
    bool const swaps_sides = orientation >= 5;
    extent const upright =
        swaps_sides ? extent{image.height, image.width} : extent{image.width, image.height};
    std::vector<float> samples(image.samples.size());
    auto to = samples.begin();
    for (int y = 0; y != upright.height; ++y) {
        for (int x = 0; x != upright.width; ++x) {
            // EXIF tells which visual sides the stored row 0 and column 0 are.
            bool const row_0_is_last =
                orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
            bool const column_0_is_last =
                orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
            int row = swaps_sides ? x : y;
            int column = swaps_sides ? y : x;
            row = row_0_is_last ? image.height - 1 - row : row;
            column = column_0_is_last ? image.width - 1 - column : column;
            auto const from =
                image.samples.begin() + (std::ptrdiff_t(row) * image.width + column) * image.channels;
            to = std::copy_n(from, image.channels, to);
        }
    }
    image.samples.swap(samples);
    image.width = upright.width;
    image.height = upright.height;
}

} // namespace genpool::image
