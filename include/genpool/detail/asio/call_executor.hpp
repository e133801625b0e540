// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/call_strand.hpp>

#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/execution_context.hpp>

#include <memory>
#include <utility>

namespace genpool::detail
{

/// The executor that an awaitable call sees.
class call_executor
{
public:
    explicit call_executor(std::shared_ptr<call_strand> strand) noexcept : strand_(std::move(strand)) {}

    call_executor(call_executor const& other) noexcept
        : call_executor(other.strand_, other.never_inline_, other.tracked_)
    {}

    call_executor(call_executor&& other) noexcept
        : strand_(std::move(other.strand_)), never_inline_(other.never_inline_),
          tracked_(std::exchange(other.tracked_, false))
    {}

    call_executor& operator=(call_executor other) noexcept
    {
        std::swap(strand_, other.strand_);
        std::swap(never_inline_, other.never_inline_);
        std::swap(tracked_, other.tracked_);
        return *this;
    }

    ~call_executor()
    {
        if (tracked_)
            strand_->remove_work();
    }

    template <class F>
    void execute(F&& f) const
    {
        strand_->execute(std::forward<F>(f), never_inline_);
    }

    bool running_in_this_thread() const noexcept { return strand_->running_in_this_thread(); }

    boost::asio::execution_context& query(boost::asio::execution::context_t) const noexcept
    {
        return *strand_->context();
    }

    boost::asio::execution::blocking_t query(boost::asio::execution::blocking_t) const noexcept
    {
        if (never_inline_)
            return boost::asio::execution::blocking.never;
        return boost::asio::execution::blocking.possibly;
    }

    boost::asio::execution::outstanding_work_t
    query(boost::asio::execution::outstanding_work_t) const noexcept
    {
        if (tracked_)
            return boost::asio::execution::outstanding_work.tracked;
        return boost::asio::execution::outstanding_work.untracked;
    }

    call_executor require(boost::asio::execution::blocking_t::never_t) const noexcept
    {
        return call_executor(strand_, true, tracked_);
    }

    call_executor require(boost::asio::execution::blocking_t::possibly_t) const noexcept
    {
        return call_executor(strand_, false, tracked_);
    }

    call_executor require(boost::asio::execution::outstanding_work_t::tracked_t) const noexcept
    {
        return call_executor(strand_, never_inline_, strand_->counts_work());
    }

    call_executor require(boost::asio::execution::outstanding_work_t::untracked_t) const noexcept
    {
        return call_executor(strand_, never_inline_, false);
    }

    friend bool operator==(call_executor const& a, call_executor const& b) noexcept
    {
        return a.strand_ == b.strand_ && a.never_inline_ == b.never_inline_;
    }

    friend bool operator!=(call_executor const& a, call_executor const& b) noexcept { return !(a == b); }

private:
    call_executor(std::shared_ptr<call_strand> strand, bool never_inline, bool tracked) noexcept
        : strand_(std::move(strand)), never_inline_(never_inline), tracked_(tracked)
    {
        if (tracked_)
            strand_->add_work();
    }

    std::shared_ptr<call_strand> strand_;
    bool never_inline_ = false;
    bool tracked_ = false;
};

} // namespace genpool::detail
