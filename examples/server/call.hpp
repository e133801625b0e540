// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "reply.hpp"
#include "state.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace server
{

/// What a call on a pool returns.
struct outcome
{
    reply made;
    std::string key; ///< by which the thumbnail can be kept, where it can
};

/// What a call on a pool does. It must not refer to anything of its connection, which may be gone before it returns.
using work = std::function<outcome(std::stop_token)>;

/// Runs `make` on the pool and waits for its reply; a refusal when too many do that or it takes too long; nothing when
/// the client leaves, which is looked out for meanwhile. A call that nobody waits for any more is not started, or told to
/// stop; until it has returned it counts as in flight.
boost::asio::awaitable<std::optional<outcome>> call(state& all, boost::asio::ip::tcp::socket& client,
                                                    work make);

/// The same for what only opens a file: beside the pool, where it would wait until pictures are made, and for as many as
/// there can be connections.
boost::asio::awaitable<std::optional<outcome>> look(state& all, boost::asio::ip::tcp::socket& client,
                                                    work lookup);

} // namespace server
