// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "call.hpp"

#include <genpool/async_submit.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <stop_token>
#include <sys/socket.h>
#include <utility>

namespace asio = boost::asio;

namespace server
{
namespace
{

using tcp = asio::ip::tcp;

/// Threads that calls share.
struct lane
{
    asio::thread_pool& pool;
    call_counts& counts;
    std::size_t most; ///< at once
};

/// A call, which may outlive the connection that waits for it.
struct running_call
{
    explicit running_call(asio::io_context& here) : ended(here) {}

    asio::steady_timer ended; ///< expires when the call takes too long, and is cancelled when it has returned
    std::stop_source stop;
    bool has_returned = false;
    std::exception_ptr error;
    std::optional<outcome> made;
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
};

/// Waits until the client is gone. One that sends its next request already is not.
asio::awaitable<void> until_left(tcp::socket& client)
{
    boost::system::error_code error;
    auto into_error = asio::redirect_error(asio::use_awaitable, error);
    for (ssize_t size = -1; size == -1;) {
        co_await client.async_wait(tcp::socket::wait_read, into_error);
        char byte = 0;
        size = ::recv(client.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        if (error || size == 0 || (size == -1 && errno != EAGAIN && errno != EINTR))
            co_return;
    }
    asio::steady_timer never(client.get_executor(), asio::steady_timer::time_point::max());
    co_await never.async_wait(into_error);
}

asio::awaitable<void> until_ended(running_call& call)
{
    boost::system::error_code error;
    co_await call.ended.async_wait(asio::redirect_error(asio::use_awaitable, error));
}

std::shared_ptr<running_call> begin(state& all, lane where, work make)
{
    auto const one = std::make_shared<running_call>(all.here);
    one->ended.expires_after(all.given.time);
    ++where.counts.in_flight;
    auto on_return = [&counts = where.counts, one = one](std::exception_ptr error,
                                                         std::optional<outcome> made) {
        --counts.in_flight;
        ++counts.returned;
        counts.seconds +=
            std::chrono::duration<double>(std::chrono::steady_clock::now() - one->start).count();
        one->has_returned = true;
        one->error = std::move(error);
        one->made = std::move(made);
        one->ended.cancel();
    };
    genpool::async_submit(
        where.pool,
        [make = std::move(make), stop = one->stop.get_token()]() -> std::optional<outcome> {
            if (stop.stop_requested()) // nobody waits for it
                return std::nullopt;
            return make(stop);
        },
        asio::bind_executor(all.here, std::move(on_return)));
    return one;
}

outcome refused(http::status status, char const* why) { return {refusal(status, why), {}}; }

asio::awaitable<std::optional<outcome>> run(state& all, lane where, tcp::socket& client, work make)
{
    using namespace asio::experimental::awaitable_operators;
    if (where.counts.in_flight >= where.most)
        co_return refused(http::status::service_unavailable, "too many requests at once");
    auto const one = begin(all, where, std::move(make));
    auto const first = co_await (until_ended(*one) || until_left(client));
    if (one->has_returned) {
        if (one->error)
            co_return refused(http::status::internal_server_error, "something went wrong");
        co_return std::move(one->made);
    }
    one->stop.request_stop();
    if (first.index() == 0)
        co_return refused(http::status::service_unavailable, "it takes too long");
    ++all.counts.left;
    co_return std::nullopt;
}

} // namespace

asio::awaitable<std::optional<outcome>> call(state& all, tcp::socket& client, work make)
{
    return run(all, {all.pool, all.counts.calls, all.given.in_flight}, client, std::move(make));
}

asio::awaitable<std::optional<outcome>> look(state& all, tcp::socket& client, work lookup)
{
    return run(all, {all.disk, all.counts.lookups, all.given.connections}, client, std::move(lookup));
}

} // namespace server
