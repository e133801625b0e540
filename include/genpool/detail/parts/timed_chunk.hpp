// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/parts/after.hpp>
#include <genpool/detail/parts/alarm_source.hpp>
#include <genpool/detail/parts/chunk_filling.hpp>
#include <genpool/detail/parts/side.hpp>
#include <genpool/detail/parts/stage.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

namespace genpool::detail
{

struct chunk_limits
{
    std::size_t size;
    std::chrono::steady_clock::duration within;
};

/// Waits for its source and for the time side by side.
template <class Inner, class Limits>
class timed_chunk_source
{
    using item = typename Inner::value_type;
    using clock = std::chrono::steady_clock;

public:
    using value_type = std::vector<item>;
    static constexpr bool synchronous = false;
    static constexpr bool waits = true;
    static constexpr bool pulls = pulls_itself<Inner>();

    timed_chunk_source(Inner&& inner, Limits limits)
        : limits_(limits), junction_(std::make_shared<junction>()),
          inner_(std::make_shared<side<Inner>>(std::move(inner), junction_)),
          alarm_(std::make_shared<side<alarm_source>>(alarm_source(), junction_)), chunk_(limits.size)
    {}
    timed_chunk_source(timed_chunk_source&&) noexcept = default;

    ~timed_chunk_source()
    {
        if (inner_) {
            inner_->give_up();
            alarm_->give_up();
        }
    }

    void bind(source_waker& host) noexcept
    {
        host_ = &host;
        inner_->bind(host);
        alarm_->bind(host);
    }

    poll_result poll()
    {
        while (!chunk_.full() && !chunk_.over()) {
            look_at_alarm();
            auto const how = poll_inner();
            if (how == poll_result::parked)
                return park(false);
            if (how != poll_result::pending)
                continue;
            if (!chunk_.empty() && clock::now() >= due_)
                break;
            if (!chunk_.empty() && !alarm_->waits()) {
                alarm_->source().set(due_);
                alarm_->poll();
                return park(true);
            }
            if (junction_->arm(*host_, [&] { return anything(); }))
                return poll_result::pending;
        }
        return chunk_.give();
    }

    value_type&& value() noexcept { return chunk_.given(); }

    void start() noexcept
    {
        if (starts_alarm_)
            alarm_->start();
        else
            inner_->start();
        if (!chunk_.empty() && !alarm_->waits())
            host_->wake(); // for the alarm
        else if (!junction_->arm(*host_, [&] { return anything(); }))
            host_->wake();
    }

    bool serial() const noexcept { return serial_ || inner_->source().serial(); }

    void cancel() noexcept
    {
        inner_->source().cancel();
        if (alarm_->waits())
            alarm_->source().cancel();
    }

    void upstreams(upstream_list& list) const { add_upstreams(inner_->source(), list); }

private:
    bool anything() const noexcept { return inner_->can_poll() || (alarm_->waits() && alarm_->can_poll()); }

    poll_result park(bool for_alarm) noexcept
    {
        serial_ = true;
        starts_alarm_ = for_alarm;
        return poll_result::parked;
    }

    void look_at_alarm() noexcept
    {
        if (!alarm_->waits())
            return;
        try {
            alarm_->poll();
        } catch (...) { // it was cancelled
        }
    }

    poll_result poll_inner()
    {
        auto how = poll_result::value;
        try {
            if (!chunk_.empty())
                require_wanted(*host_);
            how = inner_->poll();
            if (how == poll_result::value) {
                if (chunk_.empty())
                    due_ = after(clock::now(), limits_.within);
                chunk_.add(inner_->source().value());
            }
        } catch (...) {
            chunk_.fail(std::current_exception());
        }
        if (how == poll_result::end)
            chunk_.end();
        return how;
    }

    Limits limits_;
    std::shared_ptr<junction> junction_;
    std::shared_ptr<side<Inner>> inner_;
    std::shared_ptr<side<alarm_source>> alarm_;
    chunk_filling<item> chunk_;
    clock::time_point due_;
    source_waker* host_ = nullptr;
    bool starts_alarm_ = false;
    bool serial_ = false;
};

} // namespace genpool::detail
