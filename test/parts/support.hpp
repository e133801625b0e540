// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/generator.hpp>
#include <genpool/source.hpp>

#include "support/execution/manual_host.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace genpool::test
{

/// Pulls pipes by hand.
struct puller
{
    /// All that a source gives; where it fails, how.
    template <class Source>
    auto all(Source&& source)
    {
        auto bound = detail::make_source(std::forward<Source>(source));
        bound.bind(host);
        std::vector<typename decltype(bound)::value_type> items;
        try {
            while (auto item = host.next(bound))
                items.push_back(*std::move(item));
        } catch (std::exception const& e) {
            error = e.what();
        }
        return items;
    }

    boost::asio::io_context context;
    manual_host host{context};
    std::string error;
};

/// Counts what is pulled of it, and fails after so many.
inline generator<int> counted_items(int& pulled, int count, bool fails = false)
{
    for (int i = 0; i != count; ++i) {
        ++pulled;
        co_yield i;
    }
    if (fails)
        throw std::runtime_error("the source failed");
}

/// Waits before each item.
inline generator<int> slow_items(int count)
{
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    for (int i = 0; i != count; ++i) {
        timer.expires_after(std::chrono::microseconds(10));
        co_await timer.async_wait(boost::asio::deferred);
        co_yield i;
    }
}

using ints = std::vector<int>;

} // namespace genpool::test
