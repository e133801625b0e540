// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <span>

namespace genpool::image
{

/// Replaces the colours of pixels of four inks, from 0 to 1, by their sRGB, of which each has three. False when nothing
/// was done: the profile is of no use for that, or genpool is built without Little CMS.
bool convert_by_profile(std::span<unsigned char const> profile, std::span<float const> inks,
                        std::span<float> colours);

/// The same of pixels of one or three colours, whose sRGB has three.
bool convert_colours(std::span<unsigned char const> profile, int channels, std::span<float const> from,
                     std::span<float> into);

} // namespace genpool::image
