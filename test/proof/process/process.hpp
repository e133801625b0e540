// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <stdexcept>

namespace genpool::proof
{

inline void require(bool holds, char const* what)
{
    if (!holds)
        throw std::logic_error(what);
}

/// 0 + 1 + … + 49, in a map whose source and calls await a timer.
std::size_t sum_of_ticks(boost::asio::thread_pool& pool);

// A thousand signals a second.
void signals_during_a_walk();
void signals_during_lines();
void signals_during_waits();

void a_signal_stops_a_map();

} // namespace genpool::proof
