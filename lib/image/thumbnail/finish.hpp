// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../header/header.hpp"
#include "../picture/picture.hpp"
#include <genpool/image/thumbnail.hpp>

namespace genpool::image
{

/// The part of `image`, which stands upright and covers it as far as it reaches, that is as large as `size` at most.
picture cropped(picture const& image, geometry const& size, cropping how);

/// Puts the colour behind what shines through the picture, whose colours are not multiplied by alpha any more.
void flatten(picture& image, rgb_colour const& background, header& head);

/// Makes a file of the picture, which stands upright, with what `head` tells of it.
thumbnail finished(picture image, header head, thumbnail_options const& options);

} // namespace genpool::image
