// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../output/names.hpp"
#include "request.hpp"
#include <genpool/image/write_file.hpp>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = boost::filesystem;
namespace image = genpool::image;

namespace thumbnails
{
namespace
{

image::thumbnail_options options_of(settings const& how)
{
    image::thumbnail_options options;
    options.jpeg_quality = how.jpeg_quality;
    options.webp_quality = how.webp_quality;
    options.avif_quality = how.avif_quality;
    options.format = how.format;
    if (how.background)
        options.background = {(*how.background)[0], (*how.background)[1], (*how.background)[2]};
    options.crop = how.crop;
    options.filter = how.filter;
    options.linear = how.linear;
    options.srgb = how.srgb;
    options.metadata = how.metadata;
    return options;
}

/// A thumbnail of an earlier run, when the image had transparency and has none now, or the other way round.
void remove_old(fs::path const& file)
{
    // Mostly there is none; to ask unlink for that would have all threads wait for each other at the directory.
    struct stat status;
    if (::lstat(file.c_str(), &status) != 0 && errno == ENOENT)
        return;
    // A directory of that name is no thumbnail.
    if (::unlink(file.c_str()) == 0 || errno == ENOENT || errno == EISDIR)
        return;
    boost::system::error_code const error(errno, boost::system::system_category());
    throw std::runtime_error(file.string() + ", of an earlier run, cannot be removed: " + error.message());
}

std::int64_t nanoseconds(image::thumbnail_report::duration time)
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(time).count();
}

std::vector<image::geometry> sizes_of(request const& wanted)
{
    std::vector<image::geometry> sizes;
    std::ranges::transform(wanted.how.sizes, std::back_inserter(sizes), image::parse_geometry);
    return sizes;
}

result write(std::vector<image::thumbnail> const& all, image::thumbnail_report const& report,
             request const& wanted)
{
    auto const start = std::chrono::steady_clock::now();
    result done{report.format, report.width, report.height, {}, {}};
    for (std::size_t n = 0; n != all.size(); ++n) {
        image::thumbnail const& one = all[n];
        fs::path const file = file_of(wanted.targets.at(n), one.format);
        image::write_file_atomically(file, one.bytes);
        done.files.push_back({file.string(), one.width, one.height, one.bytes.size()});
        bool const is_jpeg = one.format == image::thumbnail_format::jpeg;
        if (!wanted.how.format)
            remove_old(file_of(wanted.targets[n],
                               is_jpeg ? image::thumbnail_format::png : image::thumbnail_format::jpeg));
    }
    done.stages = {nanoseconds(report.read), nanoseconds(report.decode), nanoseconds(report.encode),
                   nanoseconds(std::chrono::steady_clock::now() - start)};
    return done;
}

} // namespace

fs::path file_of(target const& where, image::thumbnail_format format)
{
    fs::path const directory = where.directory;
    return directory / thumbnail_name(where.name, extension(format), longest_name(directory));
}

result make(request const& wanted)
{
    image::thumbnail_report report;
    auto const all = image::make_thumbnails(wanted.image, sizes_of(wanted), options_of(wanted.how), &report);
    return write(all, report, wanted);
}

result make_of(image_bytes const& given, request const& wanted)
{
    image::thumbnail_report report;
    auto const all = image::make_thumbnails(given.bytes, sizes_of(wanted), options_of(wanted.how), &report);
    report.format = given.format;
    report.read = given.read;
    return write(all, report, wanted);
}

} // namespace thumbnails
