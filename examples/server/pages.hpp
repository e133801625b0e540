// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "reply.hpp"

#include <stop_token>
#include <string>
#include <string_view>

namespace server
{

/// The gallery, its style and its script; nothing for other paths.
bool make_page(std::string const& path, reply& made);

/// The images below `directory` whose paths contain `search`, in either case: `count` of them, after `from`, as JSON;
/// fewer when it is told to stop.
std::string images_json(std::string const& directory, std::string_view search, int from, int count,
                        std::stop_token const& stop);

} // namespace server
