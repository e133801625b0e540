// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/async_for_each.hpp>

#include "numbers.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <cstddef>

namespace bench
{

/// Maps `f` over what `make_source(pool)` gives, which is 0 … items − 1, and sums the results.
template <class MakeSource, class Function>
void map_and_sum(std::size_t items, std::size_t threads, MakeSource make_source, Function f,
                 genpool::options const& o = {})
{
    boost::asio::thread_pool pool(threads);
    std::size_t sum = 0;
    genpool::async_for_each(
        pool, make_source(pool), f, [&](std::size_t i) { sum += i; }, o, boost::asio::use_future)
        .get();
    check_sum(items, sum);
}

/// The same, of a generator.
template <class Function>
void map_generator(std::size_t items, std::size_t threads, Function f, genpool::options const& o = {})
{
    map_and_sum(
        items, threads, [=](auto&) { return numbers(items); }, f, o);
}

} // namespace bench
