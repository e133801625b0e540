// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "command_line.hpp"

namespace thumbnails
{

/// Makes OUTPUT, and throws a `usage_error` unless all that is to be read is there, and nothing that is to be read would
/// be written over.
void check_paths(command_line const& given);

} // namespace thumbnails
