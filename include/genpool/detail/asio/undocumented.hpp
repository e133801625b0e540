// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/detail/executor_function.hpp>
#include <boost/asio/use_future.hpp>

// What headers of this library use of Asio that is not documented. All of it is here, so that a version of Boost that has
// changed it does not compile here, and nowhere else; that is why CI also builds with the newest one. (lib/asio uses two of
// its services: of the strands, so that it is shut down after ours, and the scheduler, which alone knew its hint.)

namespace genpool::detail
{

/// What an `any_io_executor` submits to the executor in it: a function without its type, in memory that the submitter
/// chose. One that takes it as it is spares an allocation for each step of what is awaited. A version without it would
/// still be served by any executor's `execute`, with that allocation.
using erased_function = boost::asio::detail::executor_function;

/// Whether an executor is that of `use_future`'s handlers, which runs what it is given wherever it is: none that is meant
/// for anything else. To ask it for its context would start the system's threads; nothing else tells it from others.
template <class Executor>
inline constexpr bool is_promise_executor = false;

template <class T, class Blocking>
inline constexpr bool is_promise_executor<boost::asio::detail::promise_executor<T, Blocking>> = true;

/// Whether a handler is that of a plain `use_future`, so that nobody can tell where and when it is called.
template <class Handler>
inline constexpr bool only_sets_a_promise = false;

template <class Signature, class Allocator>
inline constexpr bool only_sets_a_promise<boost::asio::detail::promise_handler<Signature, Allocator>> = true;

} // namespace genpool::detail
