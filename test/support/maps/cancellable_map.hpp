// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/async_for_each.hpp>
#include <genpool/options.hpp>
#include <genpool/summary.hpp>

#include "support/execution/event.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <exception>
#include <string>
#include <utility>

namespace genpool::test
{

/// A map that runs, with a signal to cancel it. A signal must not be emitted while the operation completes, so
/// both happen on one thread.
class cancellable_map
{
public:
    template <class Pool, class Source, class Function, class OnResult>
    cancellable_map(Pool& pool, Source&& source, Function&& function, options const& o, OnResult&& on_result)
    {
        auto handler = [this](std::exception_ptr error, summary s) {
            slot_was_clear = !signal_.slot().has_handler();
            error_ = describe(error);
            account = std::move(s);
            ended_.set();
        };
        async_for_each(
            pool, std::forward<Source>(source), std::forward<Function>(function),
            boost::asio::bind_executor(detail::executor_of(pool), std::forward<OnResult>(on_result)), o,
            boost::asio::bind_executor(home_, boost::asio::bind_cancellation_slot(signal_.slot(), handler)));
    }

    cancellable_map(cancellable_map const&) = delete;
    cancellable_map& operator=(cancellable_map const&) = delete;

    void cancel(boost::asio::cancellation_type type)
    {
        event emitted;
        boost::asio::post(home_, [&] {
            signal_.emit(type);
            emitted.set();
        });
        emitted.wait();
    }

    bool has_ended() { return ended_.is_set(); }

    std::string wait()
    {
        ended_.wait();
        return error_;
    }

    // After the end.
    summary account;
    bool slot_was_clear = false;

private:
    boost::asio::cancellation_signal signal_;
    event ended_;
    std::string error_;
    boost::asio::thread_pool home_{1};
};

} // namespace genpool::test
