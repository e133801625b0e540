// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: pass std::ref(source) or std::move(source): an lvalue is neither copied nor referred to silently
#include <genpool/take.hpp>

#include <vector>

auto mistake(std::vector<int>& numbers) { return numbers | genpool::take(1); }
