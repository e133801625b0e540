// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/filesystem/path.hpp>

namespace watch
{

/// Where the images are, and where their thumbnails go.
struct places
{
    boost::filesystem::path directory;
    boost::filesystem::path output;
    int size = 256;
    bool deletes = false; ///< the thumbnails of images that are gone
};

} // namespace watch
