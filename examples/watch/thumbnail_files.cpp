// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "thumbnail_files.hpp"

#include "../tools/images.hpp"

#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>

#include <algorithm>
#include <ranges>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace fs = boost::filesystem;

namespace watch
{

bool remove_file(fs::path const& path)
{
    boost::system::error_code error;
    bool const was_there = fs::is_regular_file(path, error) && fs::remove(path, error);
    if (error && error != boost::system::errc::no_such_file_or_directory)
        throw std::runtime_error(path.string() + ": cannot be removed: " + error.message());
    return was_there;
}

bool is_name_of_thumbnail(fs::path const& file)
{
    if (file.extension() != ".jpg" && file.extension() != ".png")
        return false;
    constexpr std::size_t number = 17; // with its mark
    std::string const image = file.stem().native();
    std::string_view const end =
        std::string_view(image).substr(image.size() - std::min(number, image.size()));
    if (end.size() == number && end[0] == '~' &&
        end.find_first_not_of("0123456789abcdef", 1) == std::string_view::npos)
        return true;
    std::string extension = fs::path(image).extension().native();
    std::ranges::transform(extension, extension.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return !extension.empty() && std::ranges::count(tools::image_extensions, extension.substr(1)) != 0;
}

bool remove_thumbnails(fs::path const& directory)
{
    std::vector<fs::path> files;
    std::vector<fs::path> directories{directory};
    boost::system::error_code error;
    for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end;
         at.increment(error)) {
        if (at->symlink_status().type() == fs::directory_file)
            directories.push_back(at->path());
        else if (is_name_of_thumbnail(at->path()))
            files.push_back(at->path());
    }
    bool is_removed = false;
    for (fs::path const& file : files)
        is_removed = remove_file(file) || is_removed;
    for (fs::path const& one : directories | std::views::reverse)
        fs::remove(one, error); // unless something is in it
    return is_removed;
}

} // namespace watch
