// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/error.hpp>

#include <genpool/detail/asio/call_stack_marker.hpp>
#include <genpool/detail/consumer/blocking_waiter.hpp>
#include <genpool/detail/consumer/close_waiter.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>

namespace genpool::detail
{
namespace
{

/// What another thread sets once.
class event
{
public:
    void set() noexcept
    {
        std::lock_guard lock(mutex_);
        is_set_ = true;
        changed_.notify_one(); // under the lock: the waiter may destroy this as soon as it is released
    }

    void wait() noexcept
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return is_set_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_set_ = false;
};

class waiting_consumer final : public result_waiter
{
public:
    void wait() noexcept { resumed_.wait(); }

private:
    void resume(bool) override { resumed_.set(); }

    event resumed_;
};

class waiting_close final : public close_waiter
{
public:
    void wait() noexcept { closed_.wait(); }

private:
    void closed() noexcept override { closed_.set(); }

    event closed_;
};

bool needs_this_thread(map_runtime& core)
{
    return core.contexts().on_pool_thread() ||
           std::any_of(core.upstreams().begin(), core.upstreams().end(),
                       [](auto const& stage) { return needs_this_thread(*stage); });
}

} // namespace

void blocking_waiter::check() const
{
    if (call_stack_marker::genpool() || (core_ && needs_this_thread(*core_)))
        throw would_deadlock();
}

bool blocking_waiter::wait()
{
    if (!core_) // its stream was moved from
        std::rethrow_exception(make_error(boost::asio::error::operation_aborted));
    check();
    waiting_consumer consumer;
    if (core_->consumer().park(consumer)) {
        consumer.wait();
        core_->consumer().detach(consumer);
    }
    auto const how = core_->ending().completion();
    if (!how)
        return false;
    if (auto const error = core_->ending().error_of(*how)) {
        core_->ending().report().by_consumer();
        std::rethrow_exception(error);
    }
    return true;
}

void blocking_waiter::close() noexcept
{
    if (!core_)
        return;
    waiting_close all;
    core_->ending().close(all);
    all.wait();
}

} // namespace genpool::detail
