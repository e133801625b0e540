// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/error.hpp>
#include <genpool/image/probe.hpp>

namespace thumbnails
{

/// Whether there is an image by this name, which a slip on the command line, as `--report *.jpg`, must not cost.
inline bool is_image(boost::filesystem::path const& file)
{
    try {
        genpool::image::probe(file);
        return true;
    } catch (genpool::image::image_error const&) {
        return false;
    }
}

} // namespace thumbnails
