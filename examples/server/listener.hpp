// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "state.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace server
{

/// Takes connections, no more at once than are wanted: others wait until one ends, in the queue that the system keeps.
class listener
{
public:
    /// Throws when it cannot listen there.
    explicit listener(state& all);

    /// Until `drain`.
    boost::asio::awaitable<void> run();

    boost::asio::ip::tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

    /// Takes no more; requests that were begun are answered, and connections closed then.
    void drain();

private:
    state& all_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer room_; // is cancelled when a connection ends
};

} // namespace server
