// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/summary.hpp>

#include <memory>

namespace genpool
{
namespace detail
{

class map_runtime;

} // namespace detail

/// What it does: watches and steers a running map, wherever its stream is moved: into a later stage, a coroutine, a
/// `blocking` range. Made by `stream::monitor`. Copies are of the same map.
///
///     auto thumbnails = genpool::map_stream(pool, files, make_thumbnail);
///     auto const monitor = thumbnails.monitor();
///     on_battery([monitor] { monitor.set_concurrency(1); });
///     ctrl_c([monitor] { monitor.drain(); });
///     asio::co_spawn(main_thread, store(std::move(thumbnails)), asio::detached);
///
/// Parameters: none; a stream makes it.
/// Executor: none of its own: every function returns at once.
/// Cancellation: see `request_stop` and `drain`.
/// Errors: none but those of `set_concurrency`.
/// Object lifetimes: it keeps nothing alive. Once the map is gone, and of a stream that was moved from, `stats` tells
///   zeros, and everything else does nothing.
/// Thread safety: safe, copies and shared objects alike: every function at any moment, from any thread, also from inside
///   the source, the function, a callback, and after the end.
/// Exception safety: nothing else throws.
class map_monitor
{
public:
    explicit map_monitor(std::weak_ptr<detail::map_runtime> core) noexcept;

    /// The map at this instant, and what it waits for. Counting that time costs a look at the clock whenever the map
    /// decides something, from when its first monitor was made; else nothing.
    monitored stats() const noexcept;

    /// As `stream::request_stop`.
    void request_stop() const noexcept;

    /// Pulls nothing more; what was pulled is run and delivered. Then the map ends as one that was stopped, with
    /// `asio::error::operation_aborted`, unless its source had ended.
    void drain() const noexcept;

    /// How many calls may run at once from now on. If more do, they go on, and no further one starts until fewer do; a
    /// higher limit holds at once. A batch never grows beyond what the first limits allowed.
    ///
    /// Errors: `std::invalid_argument` for `automatic`.
    void set_concurrency(limit concurrency) const;

    /// How many items may be pulled and not yet handed over from now on; see `options`. If more are, nothing further is
    /// pulled until fewer are, but for the item that a pull is waiting for and those that a range has at hand.
    void set_window(limit window) const noexcept;

private:
    std::weak_ptr<detail::map_runtime> core_;
};

} // namespace genpool
