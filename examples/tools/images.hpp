// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/files.hpp>
#include <genpool/generator.hpp>

#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>

#include <functional>
#include <string>
#include <vector>

namespace tools
{

/// How the names of images end.
inline std::vector<std::string> const image_extensions{"jpg", "jpeg", "png", "webp", "tif", "tiff", "exr"};

/// What is named, and of each directory that is named the images in it, lazily. What cannot be walked is told to
/// `on_error`, on whatever thread walks.
inline genpool::generator<boost::filesystem::path>
images(std::vector<std::string> named, bool recursive,
       std::function<void(boost::filesystem::path const&, boost::system::error_code)> on_error)
{
    for (std::string const& name : named) {
        boost::filesystem::path path(name);
        boost::system::error_code error; // then it is told when the image is read
        if (!boost::filesystem::is_directory(path, error)) {
            co_yield std::move(path);
            continue;
        }
        auto in_directory = genpool::files(path, {.recursive = recursive,
                                                  .extensions = image_extensions,
                                                  .follow_symlinks = true,
                                                  .on_error = on_error});
        for (auto&& image : in_directory)
            co_yield std::move(image);
    }
}

} // namespace tools
