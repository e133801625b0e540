// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <genpool/options.hpp>

#include <genpool/detail/asio/executor.hpp>
#include <genpool/remote/function.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace genpool::remote
{

/// What it does: says which workers there are on this machine, and what they may do. An aggregate:
/// `{.command = {"./worker"}, .count = 4, .call_time = 30s, .memory = 1 << 30}`.
///
/// Parameters:
/// - `command`: the program, which `$PATH` is searched for if it has no slash, and its arguments, to which one is
///   added. It calls `serve` (serve.hpp).
/// - `count`: how many workers there are at most. Default: `std::thread::hardware_concurrency()`. Each is started
///   when a call waits for it.
/// - `call_time`: how long a call may take. A worker that takes longer is killed.
/// - `memory`: how many bytes of address space a worker may have (`RLIMIT_AS`), its program and its libraries included;
///   0 for as many as there are. It holds from before the first call on.
/// - `attempts`: how often an item is tried, when workers die of it, or take too long, before its call fails.
/// - `calls_per_worker`: how many calls a worker serves before another takes its place.
/// - `start_time`: how long a worker may take from its start until it is ready.
/// - `stop_time`: how long a worker may go on with a call that was cancelled before it is killed, and how long one may
///   take to exit.
/// - `largest_item`, `largest_result`: how many bytes may cross in one direction, at most 1 GiB.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
struct process_options
{
    using duration = std::chrono::steady_clock::duration;

    std::vector<std::string> command;
    limit count = automatic;
    duration call_time = (duration::max)();
    std::size_t memory = 0;
    limit attempts = 3;
    limit calls_per_worker = limit::unlimited;
    duration start_time = std::chrono::seconds(30);
    duration stop_time = std::chrono::seconds(1);
    std::size_t largest_item = std::size_t(1) << 20;
    std::size_t largest_result = std::size_t(1) << 20;
};

/// What happened so far.
struct process_statistics
{
    std::uint64_t started = 0; ///< workers
    std::uint64_t lost = 0;    ///< workers that died of a call, or were killed for it
    std::size_t alive = 0;     ///< workers that are there now
};

namespace detail
{

class process_pool;

} // namespace detail

/// What it does: runs functions in other processes of this machine, so that a crash of one item does not take the
/// program down. **Each call has exactly one result; the function may run more than once for it**, when its worker
/// died, up to `attempts` times.
///
///     genpool::remote::processes workers(io, {.command = {"./worker"}});
///     auto sizes = genpool::map_stream(io, std::move(paths), workers.function<std::uint64_t(std::string)>("size"));
///
/// Workers are started when calls wait for them, with `posix_spawn`, in process groups of their own, so that Ctrl-C
/// reaches this program alone; each runs one call at a time. While more calls wait than there are workers, each is sent
/// another ahead, so that it need not wait for that when it has replied: one that has nothing to do is given it
/// instead, and it is as if it had waited. Of what is open they inherit stderr, which is also their stdout, and a socket. A worker that crashes, exits, runs out of its memory or takes too long costs its call
/// one attempt, and another is started, later and later while none succeeds: after 10 ms up to a second. Workers end
/// with this process, however that ends. No signal is handled and no child waited for but the workers, so that the
/// program may do both as it likes.
///
/// Executor: `pool`, an execution context or an executor of one that runs I/O (`io_context`, `thread_pool`). While
///   there is no call, nothing is outstanding there, so that `io_context::run` returns. A worker is started on it
///   or on the thread that calls, which takes a millisecond or so.
/// Cancellation: of a call: its worker's stop token is told, and the worker is killed if the call has not returned
///   after `stop_time`; a result or an exception that arrives before that is the outcome, else
///   `asio::error::operation_aborted`.
/// Errors: of a call: `remote_error`, `worker_lost`, `call_timed_out`, `too_large`, `no_workers` when a worker was not
///   ready in time, `incompatible`; `boost::system::system_error` for a command that cannot be run.
///   Of the constructor: `std::invalid_argument` for no command, or sizes that cannot be.
/// Object lifetimes: the destructor fails the calls that are there with `operation_aborted`, kills the workers and
///   waits until they have gone: milliseconds. Destroyed after its context, it does nothing; the context's destruction
///   has done it.
/// Thread safety: distinct objects: safe. Shared objects: safe, but for the destructor.
/// Exception safety: strong.
class processes
{
public:
    template <pool P>
    processes(P&& pool, process_options options)
        : processes(boost::asio::any_io_executor(genpool::detail::executor_of(pool)), std::move(options))
    {}

    processes(boost::asio::any_io_executor executor, process_options options);
    processes(processes const&) = delete;
    processes& operator=(processes const&) = delete;
    ~processes();

    /// A function that the workers have: `function<R(T)>("name")`.
    template <class Signature>
    remote_function<Signature> function(std::string name) const
    {
        return {transport(), std::move(name)};
    }

    process_statistics stats() const;

private:
    std::shared_ptr<detail::transport> transport() const;

    std::shared_ptr<detail::process_pool> pool_;
};

} // namespace genpool::remote
