// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source/poll_result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <mutex>
#include <utility>

namespace genpool::detail
{

/// Where the reports of several sources meet: whoever polls them is woken by the first, once.
class junction
{
public:
    /// Whoever polls is to be woken; false if there is something to poll already.
    template <class AnythingToPoll>
    bool arm(source_waker& host, AnythingToPoll anything)
    {
        std::lock_guard lock(mutex);
        if (anything())
            return false;
        armed_ = &host;
        return true;
    }

    /// Under the lock.
    source_waker* disarm() noexcept { return std::exchange(armed_, nullptr); }

    std::mutex mutex;

private:
    source_waker* armed_ = nullptr;
};

/// One of several sources that are pulled side by side, so that one may wait while the others do not. One that waits
/// when it is given up is cancelled, and lives until its wait has ended.
template <class Bound>
class side final : public source_waker, public std::enable_shared_from_this<side<Bound>>
{
public:
    side(Bound&& source, std::shared_ptr<junction> j) : source_(std::move(source)), junction_(std::move(j)) {}

    void bind(source_waker& parent) noexcept
    {
        parent_ = &parent;
        source_.bind(*this);
    }

    /// Under the lock of the junction, or while nobody can report.
    bool can_poll() const noexcept { return !ended_ && (!waiting_ || woken_); }
    bool ended() const noexcept { return ended_; }
    bool waits() const noexcept { return waiting_; }

    /// If it does not wait; `pending` if it does.
    poll_result poll()
    {
        if (ended_)
            return poll_result::end;
        if (waiting_) {
            std::lock_guard lock(junction_->mutex);
            if (!woken_)
                return poll_result::pending;
            waiting_ = woken_ = false;
        }
        auto const how = source_.poll();
        ended_ = how == poll_result::end;
        parked_ = how == poll_result::parked;
        waiting_ = how == poll_result::pending || parked_;
        return how;
    }

    bool lost() const noexcept { return lost_; }
    Bound& source() noexcept { return source_; }
    Bound const& source() const noexcept { return source_; }

    void start()
    {
        executor_ = parent_->serial_executor();
        parked_ = false;
        source_.start();
    }

    /// Whoever polled it is going.
    void give_up() noexcept
    {
        {
            std::lock_guard lock(junction_->mutex);
            junction_->disarm();
            if (!waiting_ || woken_ || parked_) // what was never started never reports
                return;
            self_ = this->shared_from_this();
        }
        auto self = this->shared_from_this();
        if (!executor_)
            return source_.cancel();
        try {
            boost::asio::post(executor_, [self] { self->source_.cancel(); });
        } catch (...) { // it ends by itself
        }
    }

private:
    boost::asio::any_io_executor serial_executor() override
    {
        executor_ = parent_->serial_executor();
        return executor_;
    }

    void wake() noexcept override { report(false); }
    void abandoned() noexcept override { report(true); }
    bool wants_more() const noexcept override { return parent_->wants_more(); }

    void report(bool lost) noexcept
    {
        std::shared_ptr<side> self;
        source_waker* poller = nullptr;
        {
            std::lock_guard lock(junction_->mutex);
            self = std::move(self_);
            woken_ = true;
            lost_ = lost_ || lost;
            poller = junction_->disarm();
        }
        if (poller != nullptr)
            lost ? poller->abandoned() : poller->wake();
    }

    Bound source_;
    std::shared_ptr<junction> const junction_;
    source_waker* parent_ = nullptr;
    boost::asio::any_io_executor executor_; // once it has asked for it
    std::shared_ptr<side> self_;            // while it waits, given up
    bool waiting_ = false;                  // for whoever polls
    bool parked_ = false;                   // and has not been started
    bool woken_ = false;
    bool lost_ = false;
    bool ended_ = false;
};

} // namespace genpool::detail
