// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "job.hpp"

#include "names.hpp"
#include <genpool/image/thumbnail.hpp>
#include <genpool/image/write_file.hpp>

#include <boost/filesystem/operations.hpp>

#include <cerrno>
#include <new>
#include <stdexcept>
#include <unistd.h>

namespace fs = boost::filesystem;
using genpool::image::thumbnail_format;

namespace thumbnails
{
namespace
{

/// A thumbnail of an earlier run, when the image had transparency and has none now, or the other way round.
void remove_old(fs::path const& file)
{
    // A directory of that name is no thumbnail.
    if (::unlink(file.c_str()) == 0 || errno == ENOENT || errno == EISDIR)
        return;
    boost::system::error_code const error(errno, boost::system::system_category());
    throw std::runtime_error(file.string() + ", of an earlier run, cannot be removed: " + error.message());
}

} // namespace

outcome job::operator()(fs::path const& image) const
{
    try {
        make(image);
        return {image, {}};
    } catch (genpool::image::image_error const& error) {
        return {image, error.file() == image ? error.reason() : error.what()};
    } catch (std::bad_alloc const&) {
        return {image, "there is not enough memory"};
    } catch (std::exception const& error) {
        return {image, error.what()};
    }
}

void job::make(fs::path const& image) const
{
    auto const made = genpool::image::make_thumbnail(image, {.size = given_->size});
    fs::path const directory = destination(image);
    std::size_t const longest = longest_name(directory);
    auto const named = [&](thumbnail_format format) {
        return directory / thumbnail_name(image.filename().native(), extension(format), longest);
    };
    genpool::image::write_file_atomically(named(made.format), made.bytes);
    bool const is_jpeg = made.format == thumbnail_format::jpeg;
    remove_old(named(is_jpeg ? thumbnail_format::png : thumbnail_format::jpeg));
}

fs::path job::destination(fs::path const& image) const
{
    fs::path const directory = given_->output / below(image, given_->directory).parent_path();
    boost::system::error_code error;
    if (given_->recursive)
        fs::create_directories(directory, error);
    if (error)
        throw std::runtime_error(directory.string() + ": " + error.message());
    // A link in OUTPUT may lead there, and then the run would go on with its own thumbnails.
    if (sides_.of(directory) == border::side::directory || are_one(directory, image.parent_path()))
        throw std::runtime_error(directory.string() + ": thumbnails would come among the images there");
    return directory;
}

} // namespace thumbnails
