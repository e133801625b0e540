// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "keeper.hpp"

#include "../thumbnails/output/names.hpp"
#include "orphans.hpp"
#include "thumbnail_files.hpp"
#include <genpool/image/write_file.hpp>

#include <boost/filesystem/operations.hpp>

#include <fcntl.h>
#include <new>
#include <optional>
#include <stdexcept>
#include <sys/stat.h>

namespace fs = boost::filesystem;
using genpool::image::thumbnail_format;

namespace watch
{
namespace
{

/// What tells whether a file is the same as before.
struct version
{
    timespec written = {};
    ino_t file = 0;
    off_t size = 0;

    bool operator==(version const& other) const noexcept
    {
        return has_time_of(other) && file == other.file && size == other.size;
    }

    bool has_time_of(version const& other) const noexcept
    {
        return written.tv_sec == other.written.tv_sec && written.tv_nsec == other.written.tv_nsec;
    }
};

/// Nothing where there is no such file.
std::optional<version> version_of(fs::path const& path)
{
    struct stat status;
    if (::stat(path.c_str(), &status) != 0)
        return {};
    return version{status.st_mtim, status.st_ino, status.st_size};
}

void set_time(fs::path const& path, version const& image)
{
    timespec const times[2] = {{0, UTIME_OMIT}, image.written};
    if (::utimensat(AT_FDCWD, path.c_str(), times, 0) != 0)
        throw std::runtime_error(path.string() + ": its time cannot be set");
}

constexpr thumbnail_format other(thumbnail_format format) noexcept
{
    return format == thumbnail_format::jpeg ? thumbnail_format::png : thumbnail_format::jpeg;
}

} // namespace

outcome keeper::operator()(genpool::file_change const& change) const
{
    outcome done{outcome::kind::nothing, change.path, {}, 0};
    try {
        if (change.what == genpool::change::written)
            done.what = make(change.path);
        else if (change.what == genpool::change::removed && where_->deletes)
            done.what = remove(change.path);
        else if (change.what == genpool::change::missed && where_->deletes) {
            done.count = remove_orphans(*where_);
            done.what = done.count == 0 ? outcome::kind::nothing : outcome::kind::swept;
        }
    } catch (genpool::image::image_error const& error) {
        // One that has gone meanwhile is told of as removed.
        if (error.file() != change.path || version_of(change.path)) {
            done.what = outcome::kind::failed;
            done.problem = error.file() == change.path ? error.reason() : error.what();
        }
    } catch (std::bad_alloc const&) {
        done.what = outcome::kind::failed;
        done.problem = "there is not enough memory";
    } catch (std::exception const& error) {
        done.what = outcome::kind::failed;
        done.problem = error.what();
    }
    return done;
}

outcome::kind keeper::make(fs::path const& image) const
{
    // Again while the image changes: another call may have made a newer thumbnail already, which this has replaced.
    auto kind = outcome::kind::nothing;
    for (auto now = version_of(image); now; now = version_of(image)) {
        for (auto const format : {thumbnail_format::jpeg, thumbnail_format::png}) {
            if (auto const made = version_of(thumbnail_of(image, format)); made && made->has_time_of(*now))
                return kind;
        }
        auto const made = genpool::image::make_thumbnail(image, {.size = where_->size});
        fs::path const path = thumbnail_of(image, made.format);
        make_room(image);
        genpool::image::write_file_atomically(path, made.bytes);
        remove_file(thumbnail_of(image, other(made.format)));
        kind = outcome::kind::made;
        if (version_of(image) == now) {
            set_time(path, *now);
            break;
        }
    }
    return kind;
}

outcome::kind keeper::remove(fs::path const& image) const
{
    if (version_of(image)) // it is there again
        return outcome::kind::nothing;
    fs::path const directory = where_->output / thumbnails::below(image, where_->directory);
    boost::system::error_code error;
    bool is_removed = fs::is_directory(fs::symlink_status(directory, error)) &&
                      sides_.is_in_output(directory) && remove_thumbnails(directory);
    for (auto const format : {thumbnail_format::jpeg, thumbnail_format::png})
        is_removed = remove_file(thumbnail_of(image, format)) || is_removed;
    // One that came back meanwhile has perhaps lost the new one.
    if (fs::is_regular_file(fs::symlink_status(image, error)))
        return make(image);
    return is_removed ? outcome::kind::removed : outcome::kind::nothing;
}

void keeper::make_room(fs::path const& image) const
{
    fs::path const directory = where_->output / thumbnails::below(image, where_->directory).parent_path();
    boost::system::error_code error;
    fs::create_directories(directory, error);
    if (error)
        throw std::runtime_error(directory.string() + ": " + error.message());
    // A link in OUTPUT may lead there, and then thumbnails would come among the images, and be watched.
    if (!sides_.is_in_output(directory) || thumbnails::are_one(directory, image.parent_path()))
        throw std::runtime_error(directory.string() + ": is not in OUTPUT");
}

fs::path keeper::thumbnail_of(fs::path const& image, thumbnail_format format) const
{
    fs::path const below = thumbnails::below(image, where_->directory);
    return where_->output / below.parent_path() /
           thumbnails::thumbnail_name(below.filename().native(), extension(format),
                                      thumbnails::longest_name(where_->output));
}

} // namespace watch
