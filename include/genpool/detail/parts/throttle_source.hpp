// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>

#include <genpool/detail/parts/alarm_source.hpp>
#include <genpool/detail/parts/departures.hpp>
#include <genpool/detail/parts/stage.hpp>

#include <boost/asio/error.hpp>

#include <chrono>
#include <exception>
#include <utility>

namespace genpool::detail
{

template <class Inner, class Rate>
class throttle_source : public stage_source<Inner>
{
public:
    using value_type = typename Inner::value_type;
    static constexpr bool synchronous = false;
    static constexpr bool waits = true;

    throttle_source(Inner&& inner, Rate r) : stage_source<Inner>(std::move(inner)), departures_(r) {}

    void bind(source_waker& host) noexcept
    {
        stage_source<Inner>::bind(host);
        alarm_.bind(host);
    }

    poll_result poll()
    {
        if (holds_ && alarm_started_) {
            if (alarm_.poll() != poll_result::value)
                return poll_result::pending;
            alarm_started_ = false;
        }
        if (!holds_) {
            if (auto const how = this->inner_.poll(); how != poll_result::value)
                return how;
            holds_ = true;
        }
        if (cancelled_)
            std::rethrow_exception(make_error(boost::asio::error::operation_aborted));
        if (departures_.go(&std::chrono::steady_clock::now)) {
            holds_ = false;
            return poll_result::value;
        }
        alarm_.set(departures_.next());
        serial_ = true;
        return poll_result::parked;
    }

    value_type&& value() noexcept { return this->inner_.value(); }

    void start() noexcept
    {
        if (!holds_)
            return this->inner_.start();
        if (cancelled_)
            return this->host_->wake();
        alarm_started_ = true;
        alarm_.start();
    }

    bool serial() const noexcept { return serial_ || this->inner_.serial(); }

    void cancel() noexcept
    {
        cancelled_ = true;
        this->inner_.cancel();
        if (alarm_started_)
            alarm_.cancel();
    }

private:
    departures departures_;
    alarm_source alarm_;
    bool holds_ = false;
    bool alarm_started_ = false;
    bool serial_ = false;
    bool cancelled_ = false;
};

} // namespace genpool::detail
