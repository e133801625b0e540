// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "places.hpp"

#include <cstddef>

namespace watch
{

/// Removes the thumbnails in OUTPUT whose images are not there any more, and the directories that are empty then; how
/// many. One is only what has the name, the format and at most the size of a thumbnail; what else lies in OUTPUT stays,
/// as does everything where it cannot be told which images there are. Throws, and removes nothing, if there is nothing
/// at all in DIRECTORY, which then perhaps is not mounted.
std::size_t remove_orphans(places const& where);

} // namespace watch
