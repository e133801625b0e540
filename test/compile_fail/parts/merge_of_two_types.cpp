// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::merge: the sources must have items of one type: use genpool::transform before
#include <genpool/merge.hpp>

#include <string>
#include <vector>

auto mistake() { return std::vector<int>{1} | genpool::merge(std::vector<std::string>()); }
