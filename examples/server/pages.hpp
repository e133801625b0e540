// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "reply.hpp"

#include <string>

namespace server
{

/// The gallery, its style and its script; nothing for other paths.
bool make_page(std::string const& path, reply& made);

/// The images below `directory` whose paths contain `search`, in either case: `count` of them, after `from`, as JSON.
std::string images_json(std::string const& directory, std::string_view search, int from, int count);

} // namespace server
