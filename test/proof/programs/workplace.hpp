// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "program.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace genpool::proof
{

/// What handlers throw.
struct thrown_by_handler
{
    std::size_t call;
};

/// Where the maps, the handlers and the consumer of a program run.
class workplace
{
public:
    workplace(setting where, std::size_t threads);
    ~workplace() { destroy(); }
    workplace(workplace const&) = delete;
    workplace& operator=(workplace const&) = delete;

    boost::asio::any_io_executor executor() const { return executor_; }

    /// Calls `f` where the consumer is.
    void consume(std::function<void()> const& f);

    /// Lets others run until `done()`, which something that is told to `changed` makes true. False: by hand, nothing is
    /// left to run, and it never will be.
    bool wait_for(std::function<bool()> const& done);

    /// Whether, by hand, something is waited for that nobody completes.
    bool waits_in_vain() const noexcept { return io_ && !guard_ && !io_->stopped(); }

    /// Something has happened that somebody may wait for.
    void changed();

    /// Lets others run for a while. False: by hand, nothing is left to run.
    bool pause(std::size_t amount);

    /// Lets everything run to its end.
    void finish();

    /// Likewise, but does not wait for what has not begun.
    void destroy();

    std::size_t caught() const noexcept { return caught_; }
    std::size_t merged() const noexcept { return merged_; }

private:
    void work();
    void catch_all(std::function<void()> const& f);
    void join();

    setting const where_;
    std::optional<boost::asio::io_context> io_;
    std::optional<boost::asio::thread_pool> pool_;
    boost::asio::any_io_executor executor_;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> guard_;
    std::vector<std::thread> threads_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::atomic<std::size_t> caught_{0};
    std::atomic<std::size_t> merged_{0};
};

} // namespace genpool::proof
