// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../decode.hpp"
#include "../failing.hpp"
#include "../file_io/read_file.hpp"
#include "../metadata/metadata.hpp"
#include "finish.hpp"
#include "thumbnails.hpp"
#include <genpool/image/thumbnail.hpp>

#include <stdexcept>
#include <string>
#include <utility>

namespace genpool::image
{
namespace
{

/// The time since the last of these calls, or since it was made.
class stopwatch
{
public:
    thumbnail_report::duration lap()
    {
        auto const before = std::exchange(last_, std::chrono::steady_clock::now());
        return last_ - before;
    }

private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

void check_quality(char const* format, int quality)
{
    if (quality < 1 || quality > 100)
        throw std::invalid_argument("genpool: the quality of a " + std::string(format) +
                                    " is 1 to 100, not " + std::to_string(quality));
}

void check_size(geometry const& size, cropping crop)
{
    int const least = crop == cropping::none ? 0 : 1;
    for (int const side : {size.width, size.height}) {
        if (side < least || side > 65500 || size.width + size.height == 0)
            throw std::invalid_argument("genpool: a thumbnail has 1 to 65500 pixels, not " +
                                        std::to_string(side));
    }
}

/// Enlarged, a picture may cost no more than one that is read.
void check_enlarged(reduction const& wanted, header const& head, limits const& bounds)
{
    for (extent const& target : wanted.targets(static_cast<int>(head.width), static_cast<int>(head.height))) {
        auto const pixels =
            static_cast<std::uint64_t>(target.width) * static_cast<std::uint64_t>(target.height);
        if (pixels > bounds.pixels)
            throw std::runtime_error(std::to_string(target.width) + " x " + std::to_string(target.height) +
                                     " enlarged pixels are over the limit of " +
                                     std::to_string(bounds.pixels));
    }
}

/// What is cropped covers its size first.
geometry before_cropping(geometry size, cropping crop)
{
    if (crop != cropping::none && size.fit == fitting::inside)
        size.fit = fitting::cover;
    return size;
}

} // namespace

char const* extension(thumbnail_format format) noexcept
{
    switch (format) {
    case thumbnail_format::png:
        return ".png";
    case thumbnail_format::webp:
        return ".webp";
    case thumbnail_format::tiff:
        return ".tif";
    case thumbnail_format::avif:
        return ".avif";
    default:
        return ".jpg";
    }
}

void check(std::span<geometry const> sizes, thumbnail_options const& options)
{
    if (sizes.empty())
        throw std::invalid_argument("genpool: thumbnails of no size");
    for (geometry const& size : sizes)
        check_size(size, options.crop);
    check_quality("JPEG", options.jpeg_quality);
    check_quality("WebP", options.webp_quality);
    check_quality("AVIF", options.avif_quality);
}

std::vector<thumbnail> thumbnails_of(std::vector<unsigned char> bytes, std::span<geometry const> sizes,
                                     thumbnail_options const& options, thumbnail_report& report)
{
    stopwatch time;
    header head = take_header(bytes);
    report.format = head.format;
    report.width = head.orientation >= 5 ? head.height : head.width;
    report.height = head.orientation >= 5 ? head.width : head.height;
    check(head, options.source);

    reduction wanted{std::vector<geometry>()};
    for (geometry const& size : sizes)
        wanted.sizes.push_back(before_cropping(size, options.crop));
    wanted.swaps_sides = head.orientation >= 5;
    wanted.filter = options.filter;
    wanted.linear = options.linear;
    check_enlarged(wanted, head, options.source);
    pictures images = decode(bytes, head, options.source, wanted);
    bytes = {};
    report.decode = time.lap();

    if (options.metadata == kept_metadata::all)
        head.exif = upright_exif(std::move(head.exif));
    std::vector<thumbnail> made;
    for (std::size_t n = 0; n != images.size(); ++n) {
        reorient(images[n], head.orientation);
        made.push_back(finished(cropped(images[n], sizes[n], options.crop), head, options));
        images[n] = {};
    }
    report.encode = time.lap();
    return made;
}

std::vector<thumbnail> make_thumbnails(boost::filesystem::path const& file, std::span<geometry const> sizes,
                                       thumbnail_options const& options, thumbnail_report* report)
{
    check(sizes, options);
    thumbnail_report unwanted;
    thumbnail_report& found = report ? *report : unwanted;
    return failing_as(file, [&] {
        stopwatch time;
        std::vector<unsigned char> bytes = read_regular_file(file, options.source.file_bytes);
        found.read = time.lap();
        return thumbnails_of(std::move(bytes), sizes, options, found);
    });
}

thumbnail make_thumbnail(boost::filesystem::path const& file, thumbnail_options const& options)
{
    return std::move(make_thumbnails(file, {&options.size, 1}, options).front());
}

std::vector<thumbnail> make_thumbnails(std::span<unsigned char const> file, std::span<geometry const> sizes,
                                       thumbnail_options const& options, thumbnail_report* report)
{
    check(sizes, options);
    thumbnail_report unwanted;
    return failing_as({}, [&] {
        check_file_size(file.size(), options.source.file_bytes);
        return thumbnails_of({file.begin(), file.end()}, sizes, options, report ? *report : unwanted);
    });
}

thumbnail make_thumbnail(std::span<unsigned char const> file, thumbnail_options const& options)
{
    return std::move(make_thumbnails(file, {&options.size, 1}, options).front());
}

} // namespace genpool::image
