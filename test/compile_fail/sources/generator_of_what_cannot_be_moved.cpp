// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::generator<T>: T must be movable
#include <genpool/generator.hpp>

#include <mutex>

genpool::generator<std::mutex> mistake() { co_return; }
