// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <functional>

namespace bench
{

/// The peers: each maps a function over 0 … items − 1 and sums the results, in input order unless it says
/// otherwise. Throws if the sum is wrong.

/// The function gives the item back when it has done its work.
using function = std::function<std::size_t(std::size_t)>;

// Of an empty function, with two threads.
void tbb_pipeline(std::size_t items, std::size_t tokens);
void tbb_pipeline_of_chunks(std::size_t items, std::size_t tokens, std::size_t chunk);
void post_each(std::size_t items); // in any order
void channel_program(std::size_t items);

// One coroutine sends the items to another one, with two threads.
void send_plainly(std::size_t items);
void send_trying_first(std::size_t items);

void map_sequentially(std::size_t items, function const& f);
/// Each thread has its share from the start, interleaved, and a sum of its own: nothing is faster.
void map_ideally(std::size_t items, std::size_t threads, function const& f);
/// An eighth of the items for each `std::async`, of which as many are under way as there are threads.
void map_with_std_async(std::size_t items, std::size_t threads, function const& f);
void map_with_openmp_tasks(std::size_t items, std::size_t threads, function const& f);
void map_with_tbb_pipeline(std::size_t items, std::size_t threads, std::size_t tokens, function const& f);

/// With how many tokens `pipeline` takes least.
std::size_t best_token_count(std::function<void(std::size_t tokens)> const& pipeline);

} // namespace bench
