// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "colours.hpp"

#include "../colour/inks.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace genpool::image
{
namespace
{

using three = std::array<float, 3>;

/// Replaces the N colours of every pixel, which are not multiplied by alpha then, by change(colours).
template <std::size_t N, class F>
void replace_colours(picture& image, F const& change)
{
    auto const step = static_cast<std::size_t>(image.channels);
    for (std::size_t at = 0; at < image.samples.size(); at += step) {
        float* const pixel = image.samples.data() + at;
        float const alpha = image.has_alpha ? pixel[N] : 1.0f;
        std::array<float, N> colours{};
        for (std::size_t c = 0; c != N; ++c)
            colours[c] = alpha > 0 ? pixel[c] / alpha : 0.0f;
        auto const changed = change(colours);
        for (std::size_t c = 0; c != N; ++c)
            pixel[c] = changed[c] * alpha;
    }
}

float bounded(float value) { return value > 0 ? std::min(value, 1.0f) : 0.0f; }

/// Linear sRGB of XYZ, of which Y is 1 in white.
three rgb_of_xyz(three const& xyz)
{
    auto const [x, y, z] = xyz;
    return {3.2404542f * x - 1.5371385f * y - 0.4985314f * z,
            -0.9692660f * x + 1.8760108f * y + 0.0415560f * z,
            0.0556434f * x - 0.2040259f * y + 1.0572252f * z};
}

/// The same of Lab, of which L is 100 in white, whose white is taken for that of sRGB.
three rgb_of_lab(float lightness, float a, float b)
{
    auto const light = [](float value) {
        constexpr float linear_to = 6.0f / 29;
        return value > linear_to ? value * value * value : 3 * linear_to * linear_to * (value - 4.0f / 29);
    };
    float const y = (lightness + 16) / 116;
    return rgb_of_xyz({0.95047f * light(y + a / 500), light(y), 1.08883f * light(y - b / 200)});
}

} // namespace

tiff_colour_maker::tiff_colour_maker(tiff_file const& file, tiff_layout const& layout) : layout_(layout)
{
    if (layout.colours != tiff_colours::ycbcr)
        return;
    float* values = nullptr;
    if (TIFFGetFieldDefaulted(file.get(), TIFFTAG_YCBCRCOEFFICIENTS, &values) && values[1] > 0)
        std::copy_n(values, luma_.size(), luma_.begin());

    auto const most = static_cast<float>((1u << layout.bits) - 1);
    float const middle = static_cast<float>(1u << (layout.bits - 1)) / most;
    range_ = {0, 1, middle, 1, middle, 1};
    if (!TIFFGetField(file.get(), TIFFTAG_REFERENCEBLACKWHITE, &values))
        return;
    for (std::size_t n = 0; n != range_.size(); n += 2) {
        if (values[n] == values[n + 1] || !std::isfinite(values[n]) || !std::isfinite(values[n + 1]))
            continue;
        range_[n] = values[n] / most;
        range_[n + 1] = values[n + 1] / most;
    }
}

void tiff_colour_maker::operator()(picture& image, std::span<unsigned char const> profile) const
{
    switch (layout_.colours) {
    case tiff_colours::white_is_0:
        return replace_colours<1>(image, [](auto const& grey) { return std::array{1 - grey[0]}; });
    case tiff_colours::cmyk:
        return inks_to_srgb(image, profile);
    case tiff_colours::ycbcr:
        return replace_colours<3>(image, [&](three const& code) {
            auto const value = [&](std::size_t n) {
                return (code[n] - range_[2 * n]) / (range_[2 * n + 1] - range_[2 * n]);
            };
            auto const most = static_cast<float>((1u << layout_.bits) - 1);
            float const chroma =
                (static_cast<float>(1u << (layout_.bits - 1)) - 1) / most; // of which there is one less
            float const y = value(0);
            float const blue = y + value(1) * chroma * (2 - 2 * luma_[2]);
            float const red = y + value(2) * chroma * (2 - 2 * luma_[0]);
            float const green = (y - luma_[2] * blue - luma_[0] * red) / luma_[1];
            return three{bounded(red), bounded(green), bounded(blue)};
        });
    case tiff_colours::cie_lab:
        return replace_colours<3>(image, [&](three const& code) {
            if (layout_.numbers == tiff_numbers::floating)
                return rgb_of_lab(code[0], code[1], code[2]);
            // With an offset by now.
            float const scale = layout_.bits == 8 ? 255.0f : 65535.0f / 256;
            return rgb_of_lab(code[0] * 100, code[1] * scale - 128, code[2] * scale - 128);
        });
    case tiff_colours::icc_lab:
        return replace_colours<3>(image, [&](three const& code) {
            bool const is_wide = layout_.bits == 16;
            float const scale = is_wide ? 65535.0f / 256 : 255.0f;
            return rgb_of_lab(code[0] * (is_wide ? 6553500.0f / 65280 : 100.0f), code[1] * scale - 128,
                              code[2] * scale - 128);
        });
    case tiff_colours::itu_lab: // as RFC 2301 says
        return replace_colours<3>(image, [](three const& code) {
            return rgb_of_lab(code[0] * 100, (code[1] - 128.0f / 255) * 170, (code[2] - 96.0f / 255) * 200);
        });
    case tiff_colours::xyz:
        return replace_colours<3>(image, rgb_of_xyz);
    default:
        return;
    }
}

bool tiff_colour_maker::outdates_profile() const
{
    return layout_.reduced().linear || layout_.colours == tiff_colours::cmyk;
}

} // namespace genpool::image
