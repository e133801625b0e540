// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../header/header.hpp"
#include "../picture/picture.hpp"
#include <genpool/image/thumbnail.hpp>

#include <span>
#include <vector>

namespace genpool::image
{

/// What a file tells beside the pixels; each may be empty.
struct carried_metadata
{
    std::span<unsigned char const> profile = {};
    std::span<unsigned char const> exif = {};
    std::span<unsigned char const> xmp = {};
};

/// The EXIF block, in which the picture is told to stand upright; nothing when it is damaged, or cannot be made to tell.
std::vector<unsigned char> upright_exif(std::vector<unsigned char> exif);

/// What is to be carried from the file with this header into one of `image`, which has been turned upright.
carried_metadata carried(header const& head, picture const& image, kept_metadata which);

} // namespace genpool::image
