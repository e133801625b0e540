// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: a generator is no range, since it may have to wait: give it to a map, and write for (auto& result : genpool::blocking(std::move(stream)))
#include <genpool/generator.hpp>

int mistake(genpool::generator<int> numbers)
{
    int sum = 0;
    for (auto const& i : numbers)
        sum += i;
    return sum;
}
