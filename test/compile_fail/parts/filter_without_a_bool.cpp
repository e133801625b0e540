// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::filter: the predicate cannot be called with an item of the source (T const&), or does not give a bool
#include <genpool/filter.hpp>

#include <string>
#include <vector>

auto mistake()
{
    return std::vector<int>{1} | genpool::filter([](std::string const&) { return true; });
}
