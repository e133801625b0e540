// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::charge: the function that weighs cannot be called with an item of the source (T const&), or gives no number
#include <genpool/budget.hpp>

#include <string>
#include <vector>

auto mistake()
{
    return std::vector<int>{1} | genpool::charge(genpool::budget(1), [](int) { return std::string(); });
}
