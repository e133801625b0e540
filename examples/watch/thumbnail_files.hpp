// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/filesystem/path.hpp>

namespace watch
{

// Files in OUTPUT, of which some have been put there by somebody, and stay.

/// Whether there was one. Throws when it cannot be removed.
bool remove_file(boost::filesystem::path const& path);

/// Whether a thumbnail may have this name: that of an image, or the beginning of a long one and `~` and a number, and
/// then `.jpg` or `.png`.
bool is_name_of_thumbnail(boost::filesystem::path const& file);

/// Removes the thumbnails in a directory, and the directories that are empty then. Whether there was one.
bool remove_thumbnails(boost::filesystem::path const& directory);

} // namespace watch
