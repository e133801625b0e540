// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/handler_memory.hpp>
#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/asio/shutdown_guard.hpp>
#include <genpool/detail/asio/undocumented.hpp>
#include <genpool/detail/asio/work_guard.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <concepts>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
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

/// The strand on a pool.
template <class Executor>
class call_strand_on final : public call_strand
{
public:
    explicit call_strand_on(Executor const& pool) : call_strand(context_of(pool)), pool_(pool) {}
    ~call_strand_on();

    static std::shared_ptr<call_strand_on> make(Executor const& pool);

    /// The pool's context is going: lets go of it.
    void drop() noexcept;

private:
    void schedule(bool never_inline) override;
    void hold_pool() noexcept override;
    void release_pool() noexcept override;
    void context_gone() noexcept override;

    std::optional<Executor> pool_;
    std::optional<work_guard<Executor>> work_guard_;
    shutdown_registration registration_;
};

// Not inside the class, where they would be inline, and compiled everywhere.

template <class Executor>
std::shared_ptr<call_strand_on<Executor>> call_strand_on<Executor>::make(Executor const& pool)
{
    auto strand = std::make_shared<call_strand_on>(pool);
    strand->registration_ = watch_context(pool, std::shared_ptr<shutdown_hook>(strand, strand.get()));
    return strand;
}

template <class Executor>
call_strand_on<Executor>::~call_strand_on()
{
    leaving_contexts const scope;
    work_guard_.reset(); // while the pool, if it is being destroyed, waits for this
    pool_.reset();
    registration_.reset();
}

template <class Executor>
void call_strand_on<Executor>::schedule(bool never_inline)
{
    turn next(this->shared_from_this());
    shutdown_guard::pass pass(guard_);
    if (!pass)
        return;
    if (never_inline)
        boost::asio::post(*pool_, std::move(next));
    else
        boost::asio::dispatch(*pool_, std::move(next));
}

template <class Executor>
void call_strand_on<Executor>::hold_pool() noexcept
{
    shutdown_guard::pass pass(guard_);
    if (pass)
        work_guard_.emplace(*pool_);
}

template <class Executor>
void call_strand_on<Executor>::release_pool() noexcept
{
    shutdown_guard::pass pass(guard_);
    if (pass)
        work_guard_.reset();
}

template <class Executor>
void call_strand_on<Executor>::drop() noexcept
{
    guard_.close();
    work_guard_.reset();
    pool_.reset();
}

template <class Executor>
void call_strand_on<Executor>::context_gone() noexcept
{
    drop();
}

} // namespace genpool::detail
