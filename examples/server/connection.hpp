// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "state.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace server
{

/// Answers the requests of one client, one after another, until it leaves, is too slow, or breaks the protocol.
/// Its caller has counted the connection.
boost::asio::awaitable<void> serve(state& all, boost::asio::ip::tcp::socket client);

} // namespace server
