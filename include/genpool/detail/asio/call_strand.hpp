// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/handler_memory.hpp>
#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/asio/shutdown_guard.hpp>
#include <genpool/detail/asio/undocumented.hpp>

#include <boost/asio/execution_context.hpp>

#include <atomic>
#include <concepts>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace genpool::detail
{

/// A strand of the pool for one call after the other, without the type of the pool. Unlike Asio's it is held by executors
/// that fit into an `any_io_executor`, so that what a call awaits is begun and resumed without an allocation; it outlives
/// the pool, as an operation of another context that a call awaits may (what is submitted then is destroyed); and a
/// coroutine that waits in it for the next call does not keep the pool busy.
class call_strand : public std::enable_shared_from_this<call_strand>, public shutdown_hook
{
public:
    using function = erased_function;

    call_strand(call_strand const&) = delete;
    call_strand& operator=(call_strand const&) = delete;

    boost::asio::execution_context* context() const noexcept { return context_; }
    bool running_in_this_thread() const noexcept;

    template <class F>
    void execute(F&& f, bool never_inline)
    {
        if constexpr (std::same_as<F, function>)
            submit(std::move(f), never_inline);
        else
            submit(function(std::forward<F>(f), std::allocator<void>()), never_inline);
    }

    template <class F>
    void dispatch(F&& f)
    {
        execute(std::forward<F>(f), false);
    }

    template <class F>
    void post(F&& f)
    {
        execute(std::forward<F>(f), true);
    }

    /// The pool does not run out of work until as many `remove_work` have followed.
    void add_work() noexcept;
    void remove_work() noexcept;

    /// Whether a function of the strand has begun since this was asked last: then others on the pool have had their turn.
    /// To be asked in the strand.
    bool has_begun_anew() noexcept { return std::exchange(begun_anew_, false); }

    /// Meanwhile, which is inside the strand, whoever asks for outstanding work does not get it.
    class without_work
    {
    public:
        explicit without_work(call_strand& s) noexcept : strand_(s) { strand_.counts_work_ = false; }
        ~without_work() { strand_.counts_work_ = true; }
        without_work(without_work const&) = delete;
        without_work& operator=(without_work const&) = delete;

    private:
        call_strand& strand_;
    };

    bool counts_work() const noexcept { return counts_work_.load(std::memory_order_relaxed); }

protected:
    explicit call_strand(boost::asio::execution_context* context) noexcept : context_(context) {}
    ~call_strand() = default;

    /// Runs what is queued, on the pool. Destroyed without having run, it destroys what is queued.
    class turn
    {
    public:
        using allocator_type = task_allocator<void>;

        explicit turn(std::shared_ptr<call_strand> s) noexcept : strand_(std::move(s)) {}
        turn(turn&&) noexcept = default;
        turn& operator=(turn&&) = delete;

        ~turn()
        {
            if (strand_)
                strand_->abandon_queue();
        }

        allocator_type get_allocator() const noexcept { return allocator_type(strand_->memory_); }

        void operator()()
        {
            auto const strand = std::move(strand_);
            strand->run();
        }

    private:
        std::shared_ptr<call_strand> strand_;
    };

    shutdown_guard guard_;

private:
    class running;

    // Of the pool; if it is gone they do nothing.
    virtual void schedule(bool never_inline) = 0;
    virtual void hold_pool() noexcept = 0;
    virtual void release_pool() noexcept = 0;

    void submit(function f, bool never_inline);
    void run();
    void end_turn() noexcept;
    void abandon_queue() noexcept;

    boost::asio::execution_context* const context_;
    std::mutex mutex_;
    std::vector<function> queue_; // nearly always one
    std::vector<function> turn_;  // what was queued when the turn began
    std::size_t begun_ = 0;       // how much of that has
    bool busy_ = false;           // a turn is scheduled, or runs
    bool begun_anew_ = false;
    std::atomic<bool> counts_work_{true};
    std::atomic<std::size_t> work_{0};
    std::mutex work_mutex_;
    handler_memory memory_;
};

} // namespace genpool::detail
