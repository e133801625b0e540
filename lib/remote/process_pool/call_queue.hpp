// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "endings.hpp"
#include <genpool/remote/detail/transport.hpp>

#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <utility>

namespace genpool::remote::detail
{

/// The calls that wait for a worker of this machine, and how often each is tried. Used under the lock of its pool.
class call_queue
{
public:
    /// `attempts`: so often.
    explicit call_queue(std::size_t attempts) noexcept : attempts_(attempts) {}

    bool empty() const noexcept { return waiting_.empty(); }
    std::size_t size() const noexcept { return waiting_.size(); }
    call const& front() const noexcept { return *waiting_.front(); }
    void add(std::shared_ptr<call> c) { waiting_.push_back(std::move(c)); }
    /// The next. There must be one.
    std::shared_ptr<call> take();

    /// One that no worker has begun: it is the next again, unless it was cancelled.
    void put_back(std::shared_ptr<call> c, endings& ended);
    /// Ends it, if it waits.
    void cancel(std::shared_ptr<call> const& c, endings& ended);
    /// One that a worker was given: it is the next again, unless that was the last attempt.
    void attempt_failed(std::shared_ptr<call> c, std::exception_ptr last, endings& ended);
    /// That no worker can be had costs the next one an attempt, or all of them.
    void next_failed(std::exception_ptr error, bool may_try_again, endings& ended);
    void fail_all(std::exception_ptr const& error, endings& ended);

private:
    std::size_t const attempts_;
    std::deque<std::shared_ptr<call>> waiting_;
};

} // namespace genpool::remote::detail
