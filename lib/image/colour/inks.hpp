// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../picture/picture.hpp"

#include <span>

namespace genpool::image
{

/// Makes sRGB of a picture whose colours are the inks cyan, magenta, yellow and black, each from 0 to 1, multiplied by
/// alpha if there is one: by `profile`, where that is one of these inks and genpool is built with Little CMS, else as
/// inks that are common look on paper.
void inks_to_srgb(picture& image, std::span<unsigned char const> profile);

} // namespace genpool::image
