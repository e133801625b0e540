// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/filesystem/path.hpp>

namespace thumbnails
{

/// Removes what earlier runs that were killed have left in `output`; nothing of a run that lives.
void remove_abandoned(boost::filesystem::path const& output, bool recursive);

} // namespace thumbnails
