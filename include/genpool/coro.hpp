// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/source.hpp>

#include <genpool/detail/source/coro_source.hpp>
#include <genpool/detail/source/source_traits.hpp>

#include <boost/asio/experimental/coro.hpp>

#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// What it does: including this header makes an `asio::experimental::coro<T>`, with any executor, a source.
/// It is passed as an rvalue and owned from then on. Asio's generators cost about ten times what
/// `genpool::generator` does.
///
/// Executor: the coro runs on its own executor, whichever that is, in batches no longer than there is room
///   for.
/// Cancellation: no operation that the coro awaits is cancelled; stopping a map waits for the item that is
///   being computed. A coro that awaits what never completes never ends, and neither do the closing of its
///   map nor the destruction of a pool that waits for it.
/// Errors: what leaves the coro comes after everything that it yielded.
/// Object lifetimes: destroying the context of the executor ends the source with
///   `asio::error::operation_aborted`. If the coro was awaiting something then, its frame is never destroyed:
///   Asio has no way to do that. One that is given up before its end is destroyed on its executor, perhaps
///   after the completion of the map: what the destructors of its variables refer to must live as long as the
///   executor's context.
/// Thread safety: as for any source.
template <class T, class Executor>
    requires std::is_object_v<T>
struct source_traits<boost::asio::experimental::coro<T, void, Executor>>
{
    using value_type = T;

    static auto own(boost::asio::experimental::coro<T, void, Executor>&& source)
    {
        return coro_source<T, Executor>(std::move(source));
    }
};

} // namespace genpool::detail
