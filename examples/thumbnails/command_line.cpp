// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "command_line.hpp"

#include "border.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/variables_map.hpp>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <iostream>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace fs = boost::filesystem;
namespace po = boost::program_options;

namespace thumbnails
{
namespace
{

constexpr char help[] =
    R"(Usage: genpool-thumbnails DIRECTORY -o OUTPUT [OPTION]...

Makes a small JPEG of each image in DIRECTORY, or a PNG where something shines
through, and writes it into OUTPUT under the name of the image with .jpg or .png
added, in place of an earlier one. A name that would be too long for a file is cut
short, and a number made of all of it is put behind. JPEG, PNG, WebP, TIFF and
OpenEXR images are read: files whose names end in .jpg, .jpeg, .png, .webp, .tif,
.tiff or .exr, in either case, and do not begin with a dot.

Symbolic links are followed, each directory is entered once, and a link that leads
nowhere counts as failed. OUTPUT is made if it is not there, must not be DIRECTORY
itself, and is never read: if it lies in DIRECTORY it is left out, also where
links lead to it.

An image that is damaged or cannot be read costs one line on standard error. An
interrupt (Ctrl-C, SIGINT) or SIGTERM finishes the images that were begun; a second
one stops at once. Thumbnails are always whole: what a run that was killed has left
unfinished, the next one removes.

)";

constexpr char exit_codes[] = R"(
Exit status: 0 if every image has its thumbnail, also if there is none, 1 if some
have not, 2 if the command line is wrong or OUTPUT cannot be written, 130 after
Ctrl-C, 143 after SIGTERM.
)";

long long within(long long value, char const* option, long long least, long long most)
{
    if (value < least || value > most)
        throw usage_error(std::string(option) + " must be from " + std::to_string(least) + " to " +
                          std::to_string(most) + ", not " + std::to_string(value));
    return value;
}

[[noreturn]] void refuse(fs::path const& path, boost::system::error_code error)
{
    throw usage_error(path.string() + ": " + error.message());
}

/// Thumbnails must never take the place of images.
void check_directories(command_line const& given)
{
    boost::system::error_code error;
    bool const is_directory = fs::is_directory(given.directory, error);
    if (error)
        refuse(given.directory, error);
    if (!is_directory)
        throw usage_error(given.directory.string() + ": not a directory");
    fs::create_directories(given.output, error);
    if (error == boost::system::errc::file_exists)
        throw usage_error(given.output.string() + ": not a directory");
    if (!error && ::faccessat(AT_FDCWD, given.output.c_str(), W_OK | X_OK, AT_EACCESS) != 0)
        error.assign(errno, boost::system::system_category());
    if (error)
        refuse(given.output, error);
    if (are_one(given.output, given.directory))
        throw usage_error(given.output.string() + ": OUTPUT must be another directory than DIRECTORY");
    if (given.recursive && is_inside(given.directory, given.output))
        throw usage_error(given.output.string() +
                          ": OUTPUT must not contain DIRECTORY when --recursive is given");
}

std::string const& only_directory(std::vector<std::string> const& given)
{
    if (given.size() > 1)
        throw usage_error("one DIRECTORY only, not also " + given[1]);
    return given[0];
}

command_line checked(po::variables_map const& values)
{
    for (char const* const required : {"directory", "output"}) {
        if (!values.count(required))
            throw usage_error(required == std::string("output") ? "-o OUTPUT is missing"
                                                                : "DIRECTORY is missing");
    }
    command_line given;
    given.directory = only_directory(values["directory"].as<std::vector<std::string>>());
    given.output = values["output"].as<std::string>();
    if (given.directory.empty() || given.output.empty())
        throw usage_error(given.output.empty() ? "OUTPUT must not be empty" : "DIRECTORY must not be empty");
    given.size = static_cast<int>(within(values["size"].as<long long>(), "--size", 1, 65500));
    given.recursive = values.count("recursive") != 0;
    given.jobs = std::max(1u, std::thread::hardware_concurrency());
    if (values.count("jobs"))
        given.jobs = static_cast<std::size_t>(within(values["jobs"].as<long long>(), "--jobs", 1, 1024));
    if (values.count("window"))
        given.window = within(values["window"].as<long long>(), "--window", 1, 1000000);
    check_directories(given);
    return given;
}

} // namespace

std::optional<command_line> parse(int argc, char const* const argv[])
{
    po::options_description options("Options");
    auto add = options.add_options();
    add("output,o", po::value<std::string>()->value_name("OUTPUT"), "where the thumbnails go");
    add("size", po::value<long long>()->value_name("N")->default_value(256),
        "pixels of the longer side at most");
    add("recursive", "the directories in DIRECTORY too");
    add("jobs", po::value<long long>()->value_name("N"), "images at once (default: one for each processor)");
    add("window", po::value<long long>()->value_name("N"),
        "images between found and done at most (default: four for each job)");
    add("help", "print this and exit");
    po::options_description all;
    all.add(options).add_options()("directory", po::value<std::vector<std::string>>());
    po::positional_options_description positions;
    positions.add("directory", -1);

    po::variables_map values;
    try {
        namespace style = po::command_line_style;
        // No guessing of what an abbreviated option may mean.
        po::store(po::command_line_parser(argc, argv)
                      .options(all)
                      .positional(positions)
                      .style(style::unix_style & ~style::allow_guessing)
                      .run(),
                  values);
    } catch (po::error const& error) {
        throw usage_error(error.what());
    }
    if (values.count("help")) {
        if (!(std::cout << help << options << exit_codes).flush())
            throw std::runtime_error("the help cannot be written");
        return {};
    }
    return checked(values);
}

} // namespace thumbnails
