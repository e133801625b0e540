// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/limits.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace thumbnails
{

/// An image that genpool::image does not read, as one that it does.
struct translated
{
    std::string format;
    std::vector<unsigned char> bytes; ///< of a TIFF
};

/// Reads `file` with OpenImageIO if it is of one of the `formats`; nothing if it is not. Throws what is wrong with it.
/// Only for a process that nobody else needs: it may crash, hang, or show what was in memory.
std::optional<translated> translate(std::string const& file, std::span<std::string const> formats,
                                    genpool::image::limits const& bounds);

} // namespace thumbnails
