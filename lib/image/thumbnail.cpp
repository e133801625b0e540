// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "colour/icc.hpp"
#include "decode.hpp"
#include "jpeg/encode.hpp"
#include "openimageio/openimageio.hpp"
#include "png/encode.hpp"
#include "read_file.hpp"
#include <genpool/image/thumbnail.hpp>

#include <new>
#include <stdexcept>
#include <string>

namespace genpool::image
{
namespace
{

void check(thumbnail_options const& options)
{
    if (options.size < 1 || options.size > 65500)
        throw std::invalid_argument("genpool: a thumbnail has 1 to 65500 pixels, not " +
                                    std::to_string(options.size));
    if (options.jpeg_quality < 1 || options.jpeg_quality > 100)
        throw std::invalid_argument("genpool: the quality of a JPEG is 1 to 100, not " +
                                    std::to_string(options.jpeg_quality));
}

thumbnail encoded(picture const& image, std::span<unsigned char const> profile, int jpeg_quality)
{
    if (!is_usable_profile(profile, image.colours()))
        profile = {};
    if (image.has_alpha) {
        std::optional<std::vector<unsigned char>> png = encode_png(image, profile);
        // Without a profile: of many libpng would complain on standard error there, or refuse them.
        if (!png)
            png = openimageio().encode(image, {}, "png", jpeg_quality);
        return {*std::move(png), thumbnail_format::png, image.width, image.height};
    }
    std::optional<std::vector<unsigned char>> jpeg = encode_jpeg(image, profile, jpeg_quality);
    if (!jpeg)
        jpeg = openimageio().encode(image, profile, "jpeg", jpeg_quality);
    return {*std::move(jpeg), thumbnail_format::jpeg, image.width, image.height};
}

} // namespace

char const* extension(thumbnail_format format) noexcept
{
    return format == thumbnail_format::png ? ".png" : ".jpg";
}

thumbnail make_thumbnail(boost::filesystem::path const& file, thumbnail_options const& options)
{
    check(options);
    try {
        std::vector<unsigned char> bytes = read_regular_file(file, options.source.file_bytes);
        header head = take_header(bytes);
        check(head, options.source);
        picture image = decode(bytes, head, options.source, options.size);
        reorient(image, head.orientation);
        separate_alpha(image);
        return encoded(image, head.icc_profile, options.jpeg_quality);
    } catch (std::bad_alloc const&) {
        std::throw_with_nested(image_error(file, "there is not enough memory"));
    } catch (std::exception const& error) {
        std::throw_with_nested(image_error(file, error.what()));
    }
}

} // namespace genpool::image
