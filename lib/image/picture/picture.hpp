// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/resampling.hpp>

#include <span>
#include <vector>

namespace genpool::image
{

/// A picture in floating point, row by row, channels interleaved: 0 is black and 1 is white. Colours are
/// multiplied by alpha, which is the last channel if there is one.
struct picture
{
    int width = 0;
    int height = 0;
    int channels = 0;
    bool has_alpha = false;
    std::vector<float> samples;

    int colours() const noexcept { return channels - (has_alpha ? 1 : 0); }
};

/// The same image in several sizes.
using pictures = std::vector<picture>;

struct extent
{
    int width;
    int height;
};

/// Takes the alpha channel out if it hides nothing.
void drop_idle_alpha(picture& image);

/// Encodes linear light as sRGB, cut off at white.
void encode_as_srgb(picture& image);

/// The other way round.
void decode_from_srgb(picture& image);

/// How much light a sample of sRGB from 0 to 1 is.
float srgb_decoded(float encoded) noexcept;

/// Divides the colours by alpha, as files have them, and puts all within 0 and 1, which a filter's ringing
/// leaves.
void separate_alpha(picture& image);

/// Samples from 0 to 1 as bytes, as many.
void round_to_bytes(std::span<float const> samples, std::span<unsigned char> bytes);

/// The picture, filtered to another size. It is `width` times `height` pixels large, which may be a part less than it
/// has.
picture resized(picture const& image, extent size, double width, double height, resampling by);

/// Turns the picture upright from how EXIF says that it lies. OpenImageIO 2.4 confuses 5 and 7.
void reorient(picture& image, int orientation);

} // namespace genpool::image
