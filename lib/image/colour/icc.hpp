// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <span>

namespace genpool::image
{

/// Whether an ICC profile is sound enough to be passed on, and speaks of that many colour channels.
/// OpenImageIO, which may well read the thumbnail later, crashes on profiles that are not.
bool is_usable_profile(std::span<unsigned char const> profile, int colour_channels);

} // namespace genpool::image
