// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "plan.hpp"

#include "../input/inputs.hpp"
#include "names.hpp"

#include <boost/filesystem/operations.hpp>

#include <algorithm>
#include <stdexcept>
#include <sys/stat.h>

namespace fs = boost::filesystem;
using genpool::image::thumbnail_format;

namespace thumbnails
{
namespace
{

/// The times of files go on in steps, so that what has the same time may have come in either order.
bool is_newer(struct stat const& one, struct stat const& other)
{
    auto const& a = one.st_mtim;
    auto const& b = other.st_mtim;
    return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

fs::path directory_of(fs::path const& file) { return file.has_parent_path() ? file.parent_path() : "."; }

/// The formats in which the thumbnail may be there.
std::vector<thumbnail_format> formats(settings const& how)
{
    if (how.format)
        return {*how.format};
    return {thumbnail_format::jpeg, thumbnail_format::png};
}

} // namespace

task_maker::task_maker(command_line const& given)
    : given_(&given),
      may_collide_(given.output.may_collide() || !given.input.list.empty() || given.input.named.size() > 1)
{}

task task_maker::operator()(input&& from)
{
    task made{std::move(from), {}, {}};
    made.wanted.image = made.from.image.string();
    made.wanted.how = given_->how;
    for (std::string const& size : given_->how.sizes) {
        target const where = given_->output.place(made.from, size, given_->how.sizes.size() > 1);
        made.wanted.targets.push_back(where);
        if (may_collide_ && !taken_.insert(number_of(where.directory + '/' + where.name)).second)
            made.problem = where.directory + '/' + where.name + ": another image has this thumbnail";
    }
    return made;
}

preparation::preparation(command_line const& given) : given_(&given), sides_(border_of(given)) {}

std::optional<result> preparation::operator()(task const& one) const
{
    if (!one.problem.empty())
        throw std::runtime_error(one.problem);
    if (one.from.is_named && sides_.is_in_output(directory_of(one.from.image)))
        throw std::runtime_error("is in the directory of thumbnails");
    for (target const& where : one.wanted.targets)
        check_directory(one, where);
    return what_is_there(one);
}

void preparation::check_directory(task const& one, target const& where) const
{
    fs::path const directory = where.directory;
    boost::system::error_code error;
    if (!given_->dry_run)
        fs::create_directories(directory, error);
    if (error)
        throw std::runtime_error(where.directory + ": " + error.message());
    fs::path const beside = directory_of(one.from.image);
    // A link in OUTPUT may lead there, and then the run would go on with its own thumbnails.
    bool const is_among_images =
        given_->output.local().empty() && sides_.of(directory) == border::side::directory;
    if (is_among_images || are_one(directory, beside))
        throw std::runtime_error(where.directory + ": thumbnails would come among the images there");
}

std::optional<result> preparation::what_is_there(task const& one) const
{
    struct stat image = {};
    bool const is_there = ::stat(one.wanted.image.c_str(), &image) == 0;
    result found;
    for (target const& where : one.wanted.targets) {
        for (thumbnail_format const format : formats(given_->how)) {
            fs::path const file = file_of(where, format);
            struct stat thumbnail = {};
            if (::stat(file.c_str(), &thumbnail) != 0 || !S_ISREG(thumbnail.st_mode))
                continue;
            if (is_there && thumbnail.st_dev == image.st_dev && thumbnail.st_ino == image.st_ino)
                throw std::runtime_error(file.string() + ": the thumbnail would take the place of its image");
            if (given_->if_there == existing::error)
                throw std::runtime_error(file.string() + ": is there already");
            if (given_->if_there == existing::skip ||
                (given_->if_there == existing::newer && is_there && is_newer(thumbnail, image))) {
                found.files.push_back({file.string(), 0, 0, static_cast<std::uint64_t>(thumbnail.st_size)});
                break;
            }
        }
    }
    return found.files.size() == one.wanted.targets.size() ? std::optional(std::move(found)) : std::nullopt;
}

} // namespace thumbnails
