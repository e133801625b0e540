// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::generator<T>: T must be an object type; yield values, not references or void
#include <genpool/generator.hpp>

genpool::generator<int&> mistake(int& i) { co_yield i; }
