// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/files.hpp>

#include "command_line.hpp"

#include <boost/filesystem/operations.hpp>

#include <ranges>
#include <string>
#include <string_view>
#include <utility>

namespace thumbnails
{

/// Where `image`, found in `directory`, is below it.
inline boost::filesystem::path below(boost::filesystem::path const& image,
                                     boost::filesystem::path const& directory)
{
    // The walk puts names after the directory as it was given, which may well end in slashes.
    std::string_view rest = std::string_view(image.native()).substr(directory.native().size());
    rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));
    return std::string(rest);
}

/// The files that look like images, lazily, without those that this very run writes. What cannot be walked is
/// told to `on_error`, on whatever thread walks.
template <class OnError>
auto images(command_line const& given, OnError on_error)
{
    namespace fs = boost::filesystem;
    fs::path const output = fs::canonical(given.output).lexically_relative(fs::canonical(given.directory));
    bool const inside = !output.empty() && *output.begin() != "..";
    auto const is_input = [given, inside, thumbnails = output.native() + '/'](fs::path const& image) {
        return !inside || !below(image, given.directory).native().starts_with(thumbnails);
    };
    return genpool::files(given.directory,
                          {.recursive = given.recursive,
                           .extensions = {"jpg", "jpeg", "png", "webp", "tif", "tiff", "exr"},
                           .on_error = std::move(on_error)}) |
           std::views::filter(is_input);
}

} // namespace thumbnails
