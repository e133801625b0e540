// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source/operation.hpp>
#include <genpool/detail/source/poll_result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// A source that gives nothing but the hour: once the time that was set has come.
class alarm_source
{
public:
    using value_type = std::chrono::steady_clock::time_point;
    static constexpr bool synchronous = false;

    alarm_source() = default;
    alarm_source(alarm_source&&) noexcept {} // unbound

    void set(value_type when) noexcept { when_ = when; }
    void bind(source_waker& host) noexcept { host_ = &host; }

    poll_result poll()
    {
        if (!std::exchange(started_, false))
            return poll_result::parked;
        if (!operation_.ready()) {
            started_ = true;
            return poll_result::pending;
        }
        signal_.slot().clear();
        timer_.reset(); // its context may go before this does
        unwrap(operation_.take());
        return poll_result::value;
    }

    value_type&& value() noexcept { return std::move(when_); }

    void start() noexcept
    {
        started_ = true;
        operation_.start(*host_, signal_.slot(), [this](auto handler) {
            timer_.emplace(handler.get_executor(), when_);
            timer_->async_wait(std::move(handler));
        });
    }

    bool serial() const noexcept { return false; } // what holds it has parked itself

    void cancel() noexcept
    {
        try {
            signal_.emit(boost::asio::cancellation_type::terminal);
        } catch (...) { // cancellation asks, and promises nothing
        }
    }

private:
    source_waker* host_ = nullptr;
    value_type when_;
    operation<boost::system::error_code> operation_;
    boost::asio::cancellation_signal signal_;
    std::optional<boost::asio::steady_timer> timer_;
    bool started_ = false;
};

} // namespace genpool::detail
