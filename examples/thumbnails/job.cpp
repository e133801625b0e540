// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "job.hpp"

#include "images.hpp"
#include <genpool/image/thumbnail.hpp>
#include <genpool/image/write_file.hpp>

#include <boost/filesystem/operations.hpp>

namespace fs = boost::filesystem;

namespace thumbnails
{

outcome job::operator()(fs::path const& image) const
{
    try {
        auto const made = genpool::image::make_thumbnail(image, {.size = given_->size});
        // The whole name of the image stays in that of the thumbnail, so a.jpg and a.png both get one.
        fs::path thumbnail = given_->output / below(image, given_->directory);
        thumbnail += genpool::image::extension(made.format);
        if (given_->recursive)
            fs::create_directories(thumbnail.parent_path());
        genpool::image::write_file_atomically(thumbnail, made.bytes);
        return {image, {}};
    } catch (genpool::image::image_error const& error) {
        return {image, error.file() == image ? error.reason() : error.what()};
    } catch (std::exception const& error) {
        return {image, error.what()};
    }
}

} // namespace thumbnails
