// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "reply.hpp"
#include "state.hpp"
#include <genpool/image/thumbnail.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <optional>
#include <string>

namespace server
{

/// The thumbnail of a file that is asked for.
struct stored_thumbnail
{
    std::string path;
    genpool::image::thumbnail_options options;
    std::string tags; ///< of those that the client has
};

/// The reply with it, which is made where it is not kept; nothing when the client leaves before. `wanted` is referred
/// to until then.
boost::asio::awaitable<std::optional<reply>> answer_stored(state& all, boost::asio::ip::tcp::socket& client,
                                                           stored_thumbnail const& wanted);

} // namespace server
