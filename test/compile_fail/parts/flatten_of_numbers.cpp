// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::flatten: an item of the source must be a std::optional, or a source itself
#include <genpool/flatten.hpp>

#include <vector>

auto mistake() { return std::vector<int>{1} | genpool::flatten(); }
