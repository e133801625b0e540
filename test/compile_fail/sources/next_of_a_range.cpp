// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::next: this must be a generator, a stream, or have async_next(token)
#include <genpool/generator.hpp>

#include <vector>

genpool::generator<int> mistake(std::vector<int> numbers)
{
    while (auto i = co_await genpool::next(numbers))
        co_yield *i;
}
