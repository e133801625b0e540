// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../support/execution/tracker_executor.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace genpool::test
{

/// The threads of a pool.
class host
{
public:
    enum class duty
    {
        one_operation, ///< whatever keeps the context busy is the operation's own
        many
    };

    virtual ~host() = default;

    /// Begins to run what was submitted.
    virtual void start() {}

    /// Returns once nothing is left to do. `wait` returns when the operation has completed: for hosts that do
    /// not end by themselves.
    virtual void finish(std::function<void()> const& wait) = 0;
};

class thread_pool_host final : public host
{
public:
    explicit thread_pool_host(duty d) : duty_(d) {}
    ~thread_pool_host() override { pool.join(); }

    void finish(std::function<void()> const& wait) override
    {
        if (duty_ == duty::many)
            wait();
        else
            pool.join();
    }

    boost::asio::thread_pool pool{3};

private:
    duty duty_;
};

class io_context_host final : public host
{
public:
    io_context_host(duty d, int threads) : duty_(d), thread_count_(threads)
    {
        if (d == duty::many)
            busy_.emplace(context.get_executor());
    }

    ~io_context_host() override { join(); }

    void start() override
    {
        while (static_cast<int>(threads_.size()) < thread_count_)
            threads_.emplace_back([this] { context.run(); });
    }

    void finish(std::function<void()> const& wait) override
    {
        if (duty_ == duty::many)
            wait();
        else
            join();
    }

    boost::asio::io_context context;

private:
    void join()
    {
        busy_.reset();
        for (auto& thread : std::exchange(threads_, {}))
            thread.join();
    }

    duty duty_;
    int thread_count_;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> busy_;
    std::vector<std::thread> threads_;
};

class system_host final : public host
{
public:
    void finish(std::function<void()> const& wait) override { wait(); }
};

/// A pool, as it is passed to genpool, and where it runs.
template <class Pool>
struct place
{
    host& threads;
    Pool& pool;
    std::function<bool()> runs_here;
};

template <class Executor>
std::function<bool()> inside(Executor executor)
{
    return [executor] { return executor.running_in_this_thread(); };
}

// The forms of pools: `each(duty, f)` calls `f(place)` for all that share a type.

struct thread_pool_context
{
    template <class F>
    static void each(host::duty d, F f)
    {
        thread_pool_host h(d);
        f(place<boost::asio::thread_pool>{h, h.pool, inside(h.pool.get_executor())});
    }
};

struct thread_pool_executor
{
    template <class F>
    static void each(host::duty d, F f)
    {
        thread_pool_host h(d);
        auto executor = h.pool.get_executor();
        f(place<decltype(executor)>{h, executor, inside(executor)});
    }
};

struct io_context_of_one_or_more
{
    template <class F>
    static void each(host::duty d, F f)
    {
        for (int threads : {1, 3}) {
            io_context_host h(d, threads);
            f(place<boost::asio::io_context>{h, h.context, inside(h.context.get_executor())});
        }
    }
};

struct system_executor_form
{
    template <class F>
    static void each(host::duty, F f)
    {
        system_host h;
        boost::asio::system_executor executor;
        f(place<boost::asio::system_executor>{
            h, executor, [main = std::this_thread::get_id()] { return std::this_thread::get_id() != main; }});
    }
};

struct strand_of_thread_pool
{
    template <class F>
    static void each(host::duty d, F f)
    {
        thread_pool_host h(d);
        auto strand = boost::asio::make_strand(h.pool);
        f(place<decltype(strand)>{h, strand, inside(strand)});
    }
};

struct strand_of_any
{
    template <class F>
    static void each(host::duty d, F f)
    {
        thread_pool_host h(d);
        auto strand = boost::asio::make_strand(boost::asio::any_io_executor(h.pool.get_executor()));
        f(place<decltype(strand)>{h, strand, inside(strand)});
    }
};

struct any_of_each
{
    template <class F>
    static void each(host::duty d, F f)
    {
        using any = boost::asio::any_io_executor;
        auto const holding = [&](host& h, any executor, std::function<bool()> runs_here) {
            f(place<any>{h, executor, std::move(runs_here)});
        };
        {
            thread_pool_host h(d);
            holding(h, h.pool.get_executor(), inside(h.pool.get_executor()));
        }
        {
            io_context_host h(d, 2);
            holding(h, h.context.get_executor(), inside(h.context.get_executor()));
        }
        {
            thread_pool_host h(d);
            auto const strand = boost::asio::make_strand(h.pool);
            holding(h, strand, inside(strand));
        }
        {
            thread_pool_host h(d);
            int const number = 99;
            holding(h, tracker_executor(number, h.pool.get_executor()), [] { return runs_on(number); });
        }
    }
};

} // namespace genpool::test
