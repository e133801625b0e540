// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: pool<P>
#include <genpool/map_stream.hpp>

#include <functional>
#include <vector>

void mistake(int pool) { genpool::map_stream(pool, std::vector<int>(), std::identity()); }
