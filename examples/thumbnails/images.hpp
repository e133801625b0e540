// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/files.hpp>

#include "border.hpp"
#include "command_line.hpp"

#include <boost/filesystem/operations.hpp>

#include <ranges>
#include <utility>

namespace thumbnails
{

/// The files that look like images, lazily, without those of OUTPUT, whatever leads to them. What cannot be walked is
/// told to `on_error`, on whatever thread walks.
template <class OnError>
auto images(command_line const& given, OnError on_error)
{
    namespace fs = boost::filesystem;
    border const sides(given.directory, given.output);
    auto const is_input = [sides](fs::path const& image) {
        boost::system::error_code error; // then it is told when the image is read
        return !fs::is_symlink(image, error) ||
               !sides.is_in_output(fs::canonical(image, error).parent_path());
    };
    return genpool::files(
               given.directory,
               {.recursive = given.recursive,
                .extensions = {"jpg", "jpeg", "png", "webp", "tif", "tiff", "exr"},
                .follow_symlinks = true,
                .enter = [sides](fs::path const& directory) { return !sides.is_in_output(directory); },
                .on_error = std::move(on_error)}) |
           std::views::filter(is_input);
}

} // namespace thumbnails
