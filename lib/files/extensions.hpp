// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace genpool::detail
{

/// How names must end, in either case.
class extensions
{
public:
    /// Throws `std::invalid_argument` for one that is none; without any, all names will do.
    explicit extensions(std::vector<std::string> all);

    /// Whether one of them ends `name`, which is not all of it.
    bool end(std::string_view name) const;

private:
    std::vector<std::string> all_; // in lower case, with their dots
};

} // namespace genpool::detail
