// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "listener.hpp"

#include "connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace server
{
namespace
{

tcp::acceptor listen(state const& all)
{
    try {
        return {all.here, tcp::endpoint(all.given.address, all.given.port)};
    } catch (boost::system::system_error const& error) {
        // It would tell where in Asio that is, and not where on this machine.
        throw std::runtime_error(all.given.address.to_string() + ", port " + std::to_string(all.given.port) +
                                 ": " + error.code().message());
    }
}

} // namespace

listener::listener(state& all) : all_(all), acceptor_(listen(all)), room_(all.here)
{
    all_.connection_closed = [this] { room_.cancel(); };
}

asio::awaitable<void> listener::run()
{
    boost::system::error_code error;
    auto into_error = asio::redirect_error(asio::use_awaitable, error);
    while (!all_.drains) {
        if (all_.counts.connections >= all_.given.connections) {
            room_.expires_at(asio::steady_timer::time_point::max());
            co_await room_.async_wait(into_error);
            continue;
        }
        tcp::socket client = co_await acceptor_.async_accept(into_error);
        if (!error) {
            ++all_.counts.connections;
            asio::co_spawn(all_.here, serve(all_, std::move(client)), asio::detached);
        } else if (!all_.drains) {
            // No descriptor is left, say; the connection stays in the queue.
            room_.expires_after(std::chrono::milliseconds(100));
            co_await room_.async_wait(into_error);
        }
    }
}

void listener::drain()
{
    all_.drains = true;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    room_.cancel();
    for (auto const& close : all_.idle)
        close();
}

} // namespace server
