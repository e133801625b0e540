// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/thumbnail.hpp>

#include <span>
#include <vector>

namespace genpool::image
{

/// Throws `std::invalid_argument` unless thumbnails can be made so.
void check(std::span<geometry const> sizes, thumbnail_options const& options);

/// The thumbnails of the image in `bytes`, a whole file, by options that have been checked. Throws what is wrong with it,
/// without a name.
std::vector<thumbnail> thumbnails_of(std::vector<unsigned char> bytes, std::span<geometry const> sizes,
                                     thumbnail_options const& options, thumbnail_report& report);

} // namespace genpool::image
