// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/coro.hpp>

#include "sources.hpp"
#include <genpool/detail/asio/executor.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/coro.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>

namespace genpool::test
{

/// On the executor of the pool. Apart from the other forms: this header of Asio's cannot be together with
/// that of its channels.
class coro_form : public counting_form
{
public:
    static constexpr int variants = 2;
    explicit coro_form(int variant) : waits_(variant == 1) {}

    template <class Pool>
    boost::asio::experimental::coro<int> make(Pool& pool)
    {
        return numbers(detail::executor_of(pool), waits_);
    }

private:
    static boost::asio::experimental::coro<int> numbers(boost::asio::any_io_executor executor, bool waits)
    {
        boost::asio::steady_timer timer(executor);
        for (int i = 0; i != item_count; ++i) {
            if (waits && i % 3 == 0) {
                timer.expires_after(std::chrono::microseconds(1));
                co_await timer.async_wait(boost::asio::deferred);
            }
            co_yield i;
        }
    }

    bool waits_;
};

} // namespace genpool::test
