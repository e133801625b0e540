// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "proof/support/begin.hpp"

#include "world.hpp"

namespace genpool::proof
{

void begin_map(world& w) { begin_map_in(w); }

} // namespace genpool::proof
