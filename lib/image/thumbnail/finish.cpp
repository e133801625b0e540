// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "finish.hpp"

#include "../colour/icc.hpp"
#include "../colour/ink_profile.hpp"
#include "../jpeg/encode.hpp"
#include "../metadata/metadata.hpp"
#include "../openimageio/openimageio.hpp"
#include "../png/encode.hpp"
#include "../webp/encode.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

namespace genpool::image
{
namespace
{

/// A grey picture as one of three equal colours.
void make_coloured(picture& image)
{
    std::vector<float> samples;
    samples.reserve(image.samples.size() * 3);
    auto const step = static_cast<std::size_t>(image.channels);
    for (std::size_t n = 0; n != image.samples.size(); n += step) {
        samples.insert(samples.end(), 3, image.samples[n]);
        if (image.has_alpha)
            samples.push_back(image.samples[n + 1]);
    }
    image.samples.swap(samples);
    image.channels += 2;
}

void convert_to_srgb(picture& image, header& head)
{
    if (!is_usable_profile(head.icc_profile, image.colours()))
        return;
    auto const step = static_cast<std::size_t>(image.channels);
    auto const colours = static_cast<std::size_t>(image.colours());
    std::vector<float> before;
    for (std::size_t n = 0; n != image.samples.size(); n += step)
        before.insert(before.end(), image.samples.begin() + static_cast<std::ptrdiff_t>(n),
                      image.samples.begin() + static_cast<std::ptrdiff_t>(n + colours));
    std::vector<float> after(before.size() / colours * 3);
    if (!convert_colours(head.icc_profile, image.colours(), before, after))
        throw std::runtime_error("the colours cannot be converted: the profile is of no use for that, or "
                                 "genpool is built without Little CMS");
    for (std::size_t pixel = 0; pixel * step != image.samples.size(); ++pixel) {
        for (std::size_t c = 0; c != colours; ++c)
            image.samples[pixel * step + c] = std::clamp(after[pixel * 3 + c], 0.0f, 1.0f);
    }
    head.icc_profile.clear();
}

thumbnail encoded(picture const& image, header const& head, thumbnail_format format,
                  thumbnail_options const& options)
{
    carried_metadata const all = carried(head, image, options.metadata);
    std::optional<std::vector<unsigned char>> bytes;
    switch (format) {
    case thumbnail_format::jpeg:
        bytes = encode_jpeg(image, all, options.jpeg_quality);
        if (!bytes)
            bytes = openimageio().encode(image, all.profile, "jpeg", options.jpeg_quality);
        break;
    case thumbnail_format::png:
        bytes = encode_png(image, all);
        // Without a profile: of many libpng would complain on standard error there, or refuse them.
        if (!bytes)
            bytes = openimageio().encode(image, {}, "png", options.jpeg_quality);
        break;
    case thumbnail_format::webp:
        bytes = encode_webp(image, all, options.webp_quality);
        if (!bytes)
            bytes = openimageio().encode(image, all.profile, "webp", options.webp_quality);
        break;
    case thumbnail_format::tiff:
        bytes = openimageio().encode(image, all.profile, "tiff", options.jpeg_quality);
        break;
    case thumbnail_format::avif:
        bytes = openimageio().encode_avif(image, options.avif_quality);
    }
    return {*std::move(bytes), format, image.width, image.height};
}

} // namespace

void flatten(picture& image, rgb_colour const& background, header& head)
{
    if (!image.has_alpha)
        return;
    bool const is_grey = background.red == background.green && background.green == background.blue;
    if (image.colours() == 1 && !is_grey) {
        make_coloured(image);
        head.icc_profile.clear(); // it is of grey
    }
    std::array<float, 3> const behind{float(background.red) / 255, float(background.green) / 255,
                                      float(background.blue) / 255};
    auto const colours = static_cast<std::size_t>(image.colours());
    std::vector<float> samples;
    for (auto pixel = image.samples.begin(); pixel != image.samples.end(); pixel += image.channels) {
        float const alpha = pixel[image.colours()];
        for (std::size_t c = 0; c != colours; ++c)
            samples.push_back(pixel[static_cast<std::ptrdiff_t>(c)] * alpha + behind[c] * (1 - alpha));
    }
    image.samples.swap(samples);
    image.has_alpha = false;
    --image.channels;
}

thumbnail finished(picture image, header head, thumbnail_options const& options)
{
    separate_alpha(image);
    bool const is_avif = options.format == thumbnail_format::avif;
    if (options.srgb || is_avif) // in which no profile tells what the numbers mean
        convert_to_srgb(image, head);
    if (options.background || options.format == thumbnail_format::jpeg)
        flatten(image, options.background.value_or(rgb_colour()), head);
    thumbnail_format const format =
        options.format.value_or(image.has_alpha ? thumbnail_format::png : thumbnail_format::jpeg);
    if (is_avif && image.colours() == 1) // OpenImageIO has no grey ones
        make_coloured(image);
    return encoded(image, head, format, options);
}

} // namespace genpool::image
