// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace genpool::detail
{

/// What the calls of a worker are told, one after the other, while they are under way. Apart from `request_stop`, all is
/// inside the worker's strand.
class call_cancellation
{
public:
    static constexpr std::uint64_t none = ~std::uint64_t(0);

    boost::asio::cancellation_slot slot() noexcept { return signal_.slot(); }

    /// The call of that item begins. True: it is wasted already, and has to be told.
    bool begin(std::uint64_t index) noexcept
    {
        running_ = index;
        return index >= cancelled_from_;
    }

    void end() noexcept { running_ = none; }

    /// Those of items from `index` on, also those that begin later.
    void cancel(std::uint64_t index) noexcept
    {
        cancelled_from_ = std::min(cancelled_from_, index);
        if (running_ != none && running_ >= index)
            signal_.emit(boost::asio::cancellation_type::terminal);
    }

private:
    boost::asio::cancellation_signal signal_;
    std::uint64_t running_ = none;
    std::uint64_t cancelled_from_ = none;
};

/// The stop tokens of those calls: from any thread, since a call that blocks its thread is told, too.
class call_stop
{
public:
    /// For the call of that item.
    std::stop_token begin(std::uint64_t index);
    void end() noexcept;
    void request(std::uint64_t from) noexcept;

private:
    std::mutex mutex_;
    std::stop_source stop_{std::nostopstate};
    std::uint64_t running_ = call_cancellation::none;
    std::uint64_t stopped_from_ = call_cancellation::none;
};

} // namespace genpool::detail
