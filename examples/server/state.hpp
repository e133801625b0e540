// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "cache.hpp"
#include "hosts.hpp"
#include "maker.hpp"
#include "metrics.hpp"
#include "root.hpp"
#include "settings.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <list>

namespace server
{

/// What all connections share. Used by the thread of `here` alone, but for `files` and `make`, which calls on
/// `pool` and `disk` use.
struct state
{
    settings const& given;
    root const& files;
    maker const& make;
    hosts const& names;
    boost::asio::io_context& here;
    boost::asio::thread_pool& pool;
    boost::asio::thread_pool& disk; ///< opens files while all threads of `pool` make pictures
    metrics counts = {};
    cache kept{given.cache};
    bool drains = false;                          ///< takes no more requests
    std::list<std::function<void()>> idle = {};   ///< of connections that wait for a request: closes them
    std::function<void()> connection_closed = {}; ///< there is room for another
};

} // namespace server
