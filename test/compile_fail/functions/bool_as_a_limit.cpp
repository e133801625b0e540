// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::limit: a bool is not a number of items
#include <genpool/options.hpp>

genpool::options const mistake{.window = true};
