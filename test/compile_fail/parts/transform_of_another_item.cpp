// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::transform: the function cannot be called with an item of the source (T&&)
#include <genpool/transform.hpp>

#include <string>
#include <vector>

auto mistake()
{
    return std::vector<int>{1} | genpool::transform([](std::string const& s) { return s; });
}
