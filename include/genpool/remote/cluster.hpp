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

namespace genpool::remote
{

/// What it does: says how a program has its calls done by a cluster. An aggregate: `{.url = "nats://host:4222"}`.
///
/// Parameters:
/// - `url`: where the servers are: one, or several with commas between them: `nats://host:4222`, `tls://host`.
/// - `name`: programs and workers of one name meet. It is what subjects and streams begin with: letters, digits, `-`
///   and `_`.
/// - `user`, `password`: or those of the URL.
/// - `credentials`: a file with a user's JWT and seed.
/// - `ca`, `certificate`, `key`: files for TLS: whom to trust, and who this is. The certificate of every server must have
///   the host of the first URL among its names.
/// - `attempts`: how often an item is given to a worker before its call fails.
/// - `lease`: how long the server waits for a sign of a worker before another gets the item. A worker gives one every
///   half of it, however long its call takes; so this is what the death of a worker costs.
/// - `patience`: how long calls wait while no worker, or no server, can be seen, before they fail with `no_workers`; also
///   how long workers go on for a program that they cannot hear.
/// - `replicas`: on how many servers the items are kept: 1, 3 or 5.
/// - `largest_item`, `largest_result`: how many bytes may cross in one direction. The servers' own limit, `max_payload`,
///   is 1 MiB unless it is changed.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
struct cluster_options
{
    using duration = std::chrono::steady_clock::duration;

    std::string url = "nats://localhost:4222";
    std::string name = "genpool";
    std::string user = {};
    std::string password = {};
    std::string credentials = {};
    std::string ca = {};
    std::string certificate = {};
    std::string key = {};
    limit attempts = 3;
    duration lease = std::chrono::seconds(30);
    duration patience = std::chrono::seconds(30);
    int replicas = 1;
    std::size_t largest_item = std::size_t(1) << 19;
    std::size_t largest_result = std::size_t(1) << 19;
};

/// What happened so far.
struct cluster_statistics
{
    std::uint64_t published = 0; ///< items, as often as they were
    std::uint64_t results = 0;   ///< that arrived for calls that waited for them
    std::uint64_t late = 0;      ///< results that arrived for calls that had ended
    std::size_t outstanding = 0; ///< calls that wait now
};

namespace detail
{

class cluster_job;

} // namespace detail

/// What it does: runs functions in workers anywhere, through servers of NATS with JetStream. **Each call has exactly one
/// result; the function may run more than once for it**: when its worker died, when its result was lost on the way, or
/// when a worker could not be heard for the `lease` and went on all the same.
///
///     genpool::remote::cluster workers(io, {.url = "nats://nats.example"});
///     auto sizes = genpool::map_stream(io, std::move(paths), workers.function<std::uint64_t(std::string)>("size"),
///                                      {.concurrency = 256});
///
/// Items are in a work queue of the servers, one stream for each of these objects, and leave it when this program has
/// their result. This program keeps all items that have no result, which the map's concurrency bounds, and gives
/// them to the servers again when these have forgotten them. So servers and workers may die, and come, at any time, and
/// the map waits, up to `patience`. What is left on the servers when this program dies is removed by workers after
/// `patience`, or by the next one that starts; items are gone after a day at the latest.
///
/// Executor: calls complete on their own. The connection has threads of its own, three of genpool and some of libnats.
/// Cancellation: of a call: it ends at once with `operation_aborted`; the stop token of its function is told, and an
///   item that no worker has begun is skipped.
/// Errors: of a call: `remote_error`, `worker_lost`, `too_large`, `no_workers`, `incompatible`, `operation_aborted`.
///   Of the constructor: `std::invalid_argument` for names and numbers that cannot be, and where genpool was built
///   without libnats. That there is no server is told by the calls.
/// Object lifetimes: the destructor fails the calls that are there with `operation_aborted`, tells the workers, and removes
///   what is on the servers; it waits for that for up to two seconds.
/// Thread safety: distinct objects: safe. Shared objects: safe, but for the destructor.
/// Exception safety: strong.
class cluster
{
public:
    template <pool P>
    cluster(P&& pool, cluster_options options)
        : cluster(boost::asio::any_io_executor(genpool::detail::executor_of(pool)), std::move(options))
    {}

    cluster(boost::asio::any_io_executor executor, cluster_options options);
    cluster(cluster const&) = delete;
    cluster& operator=(cluster const&) = delete;
    ~cluster();

    /// A function that the workers have: `function<R(T)>("name")`.
    template <class Signature>
    remote_function<Signature> function(std::string name) const
    {
        return {transport(), std::move(name)};
    }

    cluster_statistics stats() const;

private:
    std::shared_ptr<detail::transport> transport() const;

    std::shared_ptr<detail::cluster_job> job_;
};

} // namespace genpool::remote
