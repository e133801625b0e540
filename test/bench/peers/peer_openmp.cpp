// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "bench/support/numbers.hpp"
#include "peers.hpp"

#include <vector>

namespace bench
{

void map_with_openmp_tasks(std::size_t items, std::size_t threads, function const& f)
{
    std::vector<std::size_t> results(items);
#pragma omp parallel num_threads(static_cast <int>(threads))
#pragma omp single
    for (std::size_t i = 0; i != items; ++i) {
#pragma omp task firstprivate(i) shared(results, f)
        results[i] = f(i);
    }
    std::size_t sum = 0;
    for (auto const result : results)
        sum += result;
    check_sum(items, sum);
}

} // namespace bench
