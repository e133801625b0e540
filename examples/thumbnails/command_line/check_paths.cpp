// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "check_paths.hpp"

#include "../input/is_image.hpp"
#include "../output/border.hpp"

#include <boost/filesystem/operations.hpp>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace fs = boost::filesystem;

namespace thumbnails
{
namespace
{

[[noreturn]] void refuse(fs::path const& path, boost::system::error_code error)
{
    throw usage_error(path.string() + ": " + error.message());
}

/// Thumbnails must never take the place of images.
void check_directory(command_line const& given, fs::path const& directory)
{
    fs::path const& output = given.output.root();
    if (are_one(output, directory))
        throw usage_error(output.string() + ": OUTPUT must be another directory than DIRECTORY");
    if (given.input.recursive && is_inside(directory, output))
        throw usage_error(output.string() + ": OUTPUT must not contain DIRECTORY when --recursive is given");
}

void check_directories(command_line const& given)
{
    boost::system::error_code error;
    for (fs::path const& named : given.input.named) {
        if (fs::status(named, error).type() == fs::file_not_found)
            refuse(named, error);
    }
    error.clear();
    fs::path const& output = given.output.root();
    if (!output.empty() && !given.dry_run) {
        fs::create_directories(output, error);
        if (error == boost::system::errc::file_exists)
            throw usage_error(output.string() + ": not a directory");
        if (!error && ::faccessat(AT_FDCWD, output.c_str(), W_OK | X_OK, AT_EACCESS) != 0)
            error.assign(errno, boost::system::system_category());
        if (error)
            refuse(output, error);
    }
    for (fs::path const& named : given.input.named) {
        if (!output.empty() && fs::is_directory(named, error))
            check_directory(given, named);
    }
}

void check_list(fs::path const& list)
{
    if (list.empty() || list == "-")
        return;
    if (::access(list.c_str(), R_OK) != 0)
        refuse(list, {errno, boost::system::system_category()});
    boost::system::error_code error;
    if (fs::is_directory(list, error))
        refuse(list, make_error_code(boost::system::errc::is_a_directory));
}

/// Nor must what is told: of an image, as by a slip like `--failed-list *.jpg`, or of the list that is yet to be read.
void check_told(command_line const& given, char const* option, fs::path const& file)
{
    if (file.empty())
        return;
    if (is_image(file))
        throw usage_error(file.string() + ": is an image, which " + option + " would write over");
    boost::system::error_code error;
    if (!given.input.list.empty() && fs::equivalent(file, given.input.list, error))
        throw usage_error(file.string() + ": " + option + " must be another file than --files-from");
}

} // namespace

void check_paths(command_line const& given)
{
    check_directories(given);
    check_list(given.input.list);
    check_told(given, "--report", given.telling.report);
    check_told(given, "--failed-list", given.telling.failed_list);
}

} // namespace thumbnails
