// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/shutdown.hpp>

#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/require.hpp>

#include <atomic>
#include <thread>
#include <utility>

namespace genpool::detail
{

/// Where the end of a batch is reported. While somebody is still beginning that batch, at once: he will look.
/// Otherwise on the coro's executor, since the coro has not quite been left yet.
template <class Executor>
class batch_reports
{
public:
    explicit batch_reports(Executor const& executor) : executor_(executor), context_(context_of(executor)) {}

    /// For as long as this lives, its thread is beginning a batch.
    class beginning
    {
    public:
        explicit beginning(batch_reports& reports) noexcept : reports_(reports)
        {
            reports_.beginner_ = std::this_thread::get_id();
        }
        ~beginning() { reports_.beginner_ = std::thread::id(); }
        beginning(beginning const&) = delete;
        beginning& operator=(beginning const&) = delete;

    private:
        batch_reports& reports_;
    };

    template <class F>
    void execute(F&& f, bool never_inline)
    {
        if (never_inline && beginner_ != std::this_thread::get_id())
            boost::asio::require(executor_, boost::asio::execution::blocking.never)
                .execute(std::forward<F>(f));
        else
            std::forward<F>(f)(); // begun here, or come from there
    }

    boost::asio::execution_context* context() const noexcept { return context_; }

private:
    Executor const executor_;
    boost::asio::execution_context* const context_;
    std::atomic<std::thread::id> beginner_{};
};

} // namespace genpool::detail
