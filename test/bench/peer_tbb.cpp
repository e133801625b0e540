// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "peers.hpp"

#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>

#include <algorithm>
#include <utility>

namespace bench
{

void tbb_pipeline(std::size_t items, std::size_t tokens, std::size_t chunk)
{
    tbb::global_control const threads(tbb::global_control::max_allowed_parallelism, 2);
    std::size_t next = 0;
    std::size_t sum = 0;
    using range = std::pair<std::size_t, std::size_t>;
    if (chunk == 1) {
        tbb::parallel_pipeline(
            tokens, tbb::make_filter<void, std::size_t>(tbb::filter_mode::serial_in_order,
                                                        [&](tbb::flow_control& control) -> std::size_t {
                                                            if (next == items) {
                                                                control.stop();
                                                                return 0;
                                                            }
                                                            return next++;
                                                        }) &
                        tbb::make_filter<std::size_t, std::size_t>(tbb::filter_mode::parallel,
                                                                   [](std::size_t i) { return i; }) &
                        tbb::make_filter<std::size_t, void>(tbb::filter_mode::serial_in_order,
                                                            [&](std::size_t i) { sum += i; }));
    } else {
        tbb::parallel_pipeline(
            tokens,
            tbb::make_filter<void, range>(tbb::filter_mode::serial_in_order,
                                          [&](tbb::flow_control& control) -> range {
                                              if (next == items) {
                                                  control.stop();
                                                  return {};
                                              }
                                              auto const first = next;
                                              next = std::min(next + chunk, items);
                                              return {first, next};
                                          }) &
                tbb::make_filter<range, range>(tbb::filter_mode::parallel, [](range r) { return r; }) &
                tbb::make_filter<range, void>(tbb::filter_mode::serial_in_order, [&](range r) {
                    for (auto i = r.first; i != r.second; ++i)
                        sum += i;
                }));
    }
    check_sum(items, sum);
}

} // namespace bench
