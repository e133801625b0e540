// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "inputs.hpp"

#include <genpool/files.hpp>
#include <genpool/paths_from.hpp>

#include "../output/names.hpp"

#include <boost/filesystem/operations.hpp>

#include <algorithm>
#include <cstdio>
#include <fnmatch.h>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>

namespace fs = boost::filesystem;

namespace thumbnails
{
namespace
{

/// Which files and directories are left out: a pattern without a slash is of a name, another of the path below the
/// directory that is searched.
class exclusions
{
public:
    explicit exclusions(std::vector<std::string> patterns) : patterns_(std::move(patterns)) {}

    bool have(fs::path const& relative) const
    {
        std::string const name = relative.filename().string();
        return std::ranges::any_of(patterns_, [&](std::string const& pattern) {
            bool const is_path = pattern.find('/') != std::string::npos;
            return ::fnmatch(pattern.c_str(), is_path ? relative.c_str() : name.c_str(), 0) == 0;
        });
    }

private:
    std::vector<std::string> patterns_;
};

/// The images in a directory, without those of OUTPUT. It does not await, and so is no coroutine.
class search
{
public:
    search(fs::path directory, command_line const& given, on_problem problem)
        : directory_(std::move(directory)), given_(&given), sides_(border_of(given)),
          excluded_(given.input.excluded), problem_(std::move(problem))
    {}

    genpool::path_range files() const
    {
        return genpool::files(directory_, {.recursive = given_->input.recursive,
                                           .extensions = given_->input.extensions,
                                           .follow_symlinks = true,
                                           .enter = [this](fs::path const& path) { return enters(path); },
                                           .on_error =
                                               [this](fs::path const& path, boost::system::error_code error) {
                                                   problem_(path, error.message());
                                               }});
    }

    bool takes(fs::path const& image) const
    {
        boost::system::error_code error; // then it is told when the image is read
        bool const leads_to_output =
            fs::is_symlink(image, error) && sides_.is_in_output(fs::canonical(image, error).parent_path());
        return !leads_to_output && !excluded_.have(below(image, directory_));
    }

    input found(fs::path const& image) const
    {
        fs::path const relative = below(image, directory_);
        return {image, given_->input.recursive ? relative : relative.filename(), false};
    }

private:
    bool enters(fs::path const& path) const
    {
        return !sides_.is_in_output(path) && !excluded_.have(below(path, directory_));
    }

    fs::path directory_;
    command_line const* given_;
    border sides_;
    exclusions excluded_;
    on_problem problem_;
};

input named_input(fs::path const& image) { return {image, image.filename(), true}; }

} // namespace

std::vector<fs::path> directories_of(input_options const& given)
{
    std::vector<fs::path> all;
    boost::system::error_code error;
    std::ranges::copy_if(given.named, std::back_inserter(all),
                         [&](fs::path const& path) { return fs::is_directory(path, error); });
    return all;
}

border border_of(command_line const& given)
{
    return border(directories_of(given.input), given.output.root(), given.output.local());
}

// What is yielded has a name each time, since GCC 12 destroys a temporary aggregate twice.
genpool::generator<input> inputs(command_line const& given, on_problem problem)
{
    for (fs::path const& named : given.input.named) {
        boost::system::error_code error;
        if (!fs::is_directory(named, error)) {
            input one = named_input(named);
            co_yield std::move(one);
            continue;
        }
        search const here(named, given, problem);
        genpool::path_range files = here.files();
        for (fs::path const& image : files) {
            if (!here.takes(image))
                continue;
            input one = here.found(image);
            co_yield std::move(one);
        }
    }
    if (given.input.list.empty())
        co_return;
    std::ifstream file;
    if (given.input.list != "-")
        file.open(given.input.list);
    genpool::path_range listed =
        genpool::paths_from(given.input.list == "-" ? std::cin : file, given.input.separator);
    for (fs::path const& image : listed) {
        input one = named_input(image);
        co_yield std::move(one);
    }
    if (std::ferror(stdin)) // std::cin takes that for the end
        throw std::runtime_error("standard input cannot be read");
}

} // namespace thumbnails
