// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: this is not a source: it must be a genpool::generator, a stream, an input range, or have async_next(token)
#include <genpool/take.hpp>

auto mistake() { return 7 | genpool::take(1); }
