// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "abandoned.hpp"

#include <genpool/files.hpp>

#include <genpool/image/write_file.hpp>

namespace thumbnails
{

void remove_abandoned(boost::filesystem::path const& output, bool recursive)
{
    auto hidden = genpool::files(output, {.recursive = recursive,
                                          .extensions = {"tmp"},
                                          .hidden = true,
                                          .on_error = [](auto const&, auto) {}});
    for (boost::filesystem::path const& file : hidden)
        genpool::image::remove_if_abandoned(file);
}

} // namespace thumbnails
