// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/cancellable_strand.hpp>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// In place of a `call_strand` where the awaitable names another executor, which is made from Asio's strand. That keeps
/// the pool busy for as long as there is a coroutine in it, so that none waits in it for the next call.
template <class Executor>
class plain_call_strand
{
public:
    using executor_type = strand_on<Executor>;

    explicit plain_call_strand(Executor const& pool) : strand_(std::in_place, pool) {}

    static auto make(Executor const& pool) { return std::make_shared<plain_call_strand>(pool); }

    // In a task on the pool.
    executor_type const& executor() const noexcept { return *strand_; }

    template <class F>
    void dispatch(F&& f)
    {
        boost::asio::dispatch(*strand_, std::forward<F>(f));
    }

    /// From any thread, also when the pool has gone.
    template <class F>
    void post(F&& f)
    {
        std::lock_guard lock(mutex_);
        if (strand_)
            boost::asio::post(*strand_, std::forward<F>(f));
    }

    void drop() noexcept
    {
        std::lock_guard lock(mutex_);
        strand_.reset();
    }

private:
    std::mutex mutex_;
    std::optional<executor_type> strand_;
};

} // namespace genpool::detail
