// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <functional>

namespace bench
{

/// An awaitable function; it gives the item back.
using awaitable_function = std::function<boost::asio::awaitable<std::size_t>(std::size_t)>;

/// What one would write with Asio alone: so many coroutines on the pool, each of which takes the next of 0 … items − 1
/// until there is none, calls the function, and adds its result. Throws if the sum is wrong.
void call_in_workers(boost::asio::thread_pool& pool, std::size_t items, std::size_t at_once,
                     awaitable_function const& f);

/// The same, by a coroutine that has each call spawned, at most so many at once, as Ceph's `co_throttle` does.
void spawn_throttled(boost::asio::thread_pool& pool, std::size_t items, std::size_t at_once,
                     awaitable_function const& f);

} // namespace bench
