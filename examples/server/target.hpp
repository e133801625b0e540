// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace server
{

/// What a request asks for: `/thumbnail/a%20b.jpg?size=200` is the path `/thumbnail/a b.jpg` and a value.
struct target
{
    std::string path;
    std::string authority; ///< where the whole address was sent, as proxies may
    std::map<std::string, std::string> values;

    /// The value of this name, or nothing.
    std::string_view value(std::string const& name) const;

    /// The number of this name from `least` to `most`; `otherwise` where it is not there. Throws
    /// `std::invalid_argument`, which names the value, for anything else.
    int number(std::string const& name, int otherwise, int least, int most) const;
};

/// Nothing when it is none that a browser sends.
std::optional<target> parse_target(std::string_view text);

/// Whether a list of entity tags, as of If-None-Match, has this one.
bool has_tag(std::string_view list, std::string_view tag);

} // namespace server
