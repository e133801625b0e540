// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/executor.hpp>
#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/asio/shutdown_guard.hpp>
#include <genpool/detail/asio/undocumented.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <concepts>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// The executor that a source sees: where it lives, by way of what outlives the pool. It needs not keep the pool
/// busy: the map does so itself while its source waits.
template <class Home>
class source_executor
{
public:
    explicit source_executor(std::shared_ptr<Home> home, bool never_inline = false) noexcept
        : home_(std::move(home)), never_inline_(never_inline)
    {}

    template <class F>
    void execute(F&& f) const
    {
        home_->execute(std::forward<F>(f), never_inline_);
    }

    boost::asio::execution_context& query(boost::asio::execution::context_t) const noexcept
    {
        return *home_->context();
    }

    boost::asio::execution::blocking_t query(boost::asio::execution::blocking_t) const noexcept
    {
        if (never_inline_)
            return boost::asio::execution::blocking.never;
        return boost::asio::execution::blocking.possibly;
    }

    source_executor require(boost::asio::execution::blocking_t::never_t) const noexcept
    {
        return source_executor(home_, true);
    }

    source_executor require(boost::asio::execution::blocking_t::possibly_t) const noexcept
    {
        return source_executor(home_, false);
    }

    friend bool operator==(source_executor const& a, source_executor const& b) noexcept
    {
        return a.home_ == b.home_ && a.never_inline_ == b.never_inline_;
    }

    friend bool operator!=(source_executor const& a, source_executor const& b) noexcept { return !(a == b); }

private:
    std::shared_ptr<Home> home_;
    bool never_inline_;
};

/// Where one source lives, without the type of its pool. An operation that the source awaits may belong to another
/// context and outlive the pool; with the pool gone, what it submits is destroyed instead.
class source_home : public std::enable_shared_from_this<source_home>
{
public:
    source_home(source_home const&) = delete;
    source_home& operator=(source_home const&) = delete;

    template <class F>
    void execute(F&& f, bool never_inline)
    {
        if constexpr (std::same_as<F, function>)
            submit(std::move(f), never_inline);
        else
            submit(function(std::forward<F>(f), std::allocator<void>()), never_inline);
    }

    /// For the source.
    boost::asio::any_io_executor executor();

    /// Whether a step of what the source awaits is queued, so that nobody else will end it.
    bool busy() const noexcept { return queued_ != 0; }

    boost::asio::execution_context* context() const noexcept { return context_; }

protected:
    using function = erased_function;

    explicit source_home(boost::asio::execution_context* context) noexcept : context_(context) {}
    ~source_home() = default;

    /// A step that is queued.
    class step
    {
    public:
        step(function f, std::shared_ptr<source_home> home) : function_(std::move(f)), home_(std::move(home))
        {
            ++home_->queued_;
        }

        step(step&& other) = default;
        step& operator=(step&&) = delete;

        ~step()
        {
            if (home_)
                --home_->queued_;
        }

        void operator()()
        {
            --std::exchange(home_, nullptr)->queued_;
            function_();
        }

    private:
        function function_;
        std::shared_ptr<source_home> home_;
    };

private:
    virtual void submit(function f, bool never_inline) = 0;

    boost::asio::execution_context* context_;
    std::atomic<unsigned> queued_{0};
};

/// The strand of the pool in which one source lives. An operation that the source awaited may still hold it when
/// its map and then the pool have gone, so it is told of the pool's end by itself.
template <class Executor>
class source_strand final : public source_home, public shutdown_hook
{
public:
    static std::shared_ptr<source_strand> make(Executor const& pool);

    explicit source_strand(Executor const& pool);
    ~source_strand();

    template <class Task>
    void submit_task(Task task, bool may_run_inline);

    /// The pool's context is going: lets go of the strand while its service is still there.
    void drop() noexcept;

private:
    void submit(function f, bool never_inline) override;
    void context_gone() noexcept override;

    using strand = std::conditional_t<is_strand<Executor>, Executor, boost::asio::strand<Executor>>;

    shutdown_guard guard_;
    std::optional<strand> strand_;
    shutdown_registration registration_;
};

// Not inside the class, where they would be inline, and compiled everywhere.

template <class Executor>
source_strand<Executor>::source_strand(Executor const& pool)
    : source_home(context_of(pool)), strand_(std::in_place, pool)
{}

template <class Executor>
std::shared_ptr<source_strand<Executor>> source_strand<Executor>::make(Executor const& pool)
{
    auto home = std::make_shared<source_strand>(pool);
    home->registration_ = watch_context(pool, std::shared_ptr<shutdown_hook>(home, home.get()));
    return home;
}

template <class Executor>
source_strand<Executor>::~source_strand()
{
    leaving_contexts const scope;
    strand_.reset(); // while the pool, if it is being destroyed, waits for this
    registration_.reset();
}

template <class Executor>
template <class Task>
void source_strand<Executor>::submit_task(Task task, bool may_run_inline)
{
    shutdown_guard::pass pass(guard_);
    if (!pass)
        return;
    if (may_run_inline)
        boost::asio::dispatch(*strand_, std::move(task));
    else
        boost::asio::post(*strand_, std::move(task));
}

template <class Executor>
void source_strand<Executor>::submit(function f, bool never_inline)
{
    shutdown_guard::pass pass(guard_);
    if (!pass)
        return;
    step next(std::move(f), this->shared_from_this());
    if (never_inline)
        boost::asio::require(*strand_, boost::asio::execution::blocking.never).execute(std::move(next));
    else
        strand_->execute(std::move(next));
}

template <class Executor>
void source_strand<Executor>::drop() noexcept
{
    guard_.close();
    strand_.reset();
}

template <class Executor>
void source_strand<Executor>::context_gone() noexcept
{
    drop();
}

} // namespace genpool::detail
