// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "reply.hpp"
#include "state.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <optional>

namespace server
{

/// Why a request is refused by what is in its header alone, before its body is read; nothing when it is not.
/// `local` is the address at which the client is connected.
std::optional<reply> refuse_header(state const& all, request const& asked,
                                   boost::asio::ip::address const& local);

/// The reply to a whole request; nothing when the client leaves before it is made.
boost::asio::awaitable<std::optional<reply>> answer(state& all, boost::asio::ip::tcp::socket& client,
                                                    request& asked);

} // namespace server
