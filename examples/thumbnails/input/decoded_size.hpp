// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/filesystem/path.hpp>

#include <cstddef>

namespace thumbnails
{

/// How many bytes the picture in `image` takes when it is decoded whole, as its header says; 0 where that cannot be
/// read: why is told when the thumbnail is made.
std::size_t decoded_size(boost::filesystem::path const& image);

} // namespace thumbnails
