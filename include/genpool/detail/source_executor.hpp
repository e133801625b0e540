// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/executor.hpp>
#include <genpool/detail/gate.hpp>
#include <genpool/detail/shutdown.hpp>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// The strand of the pool in which one source lives. An operation that the source awaits may belong to
/// another context and outlive the pool; with the pool gone, what it submits is destroyed instead.
template <class Executor>
class source_strand : public std::enable_shared_from_this<source_strand<Executor>>
{
public:
    using strand = std::conditional_t<is_strand<Executor>, Executor, boost::asio::strand<Executor>>;

    explicit source_strand(Executor const& pool) : strand_(std::in_place, pool), context_(context_of(pool)) {}

    template <class Task>
    void submit(Task task, bool may_run_inline)
    {
        gate::pass pass(gate_);
        if (!pass)
            return;
        if (may_run_inline)
            boost::asio::dispatch(*strand_, std::move(task));
        else
            boost::asio::post(*strand_, std::move(task));
    }

    template <class F>
    void execute(F&& f, bool never_inline)
    {
        gate::pass pass(gate_);
        if (!pass)
            return;
        queued<std::decay_t<F>> function(std::forward<F>(f), this->shared_from_this());
        if (never_inline)
            boost::asio::require(*strand_, boost::asio::execution::blocking.never)
                .execute(std::move(function));
        else
            strand_->execute(std::move(function));
    }

    /// Whether a step of what the source awaits is queued, so that nobody else will end it.
    bool busy() const noexcept { return queued_ != 0; }

    boost::asio::execution_context* context() const noexcept { return context_; }

    /// The pool's context is going: lets go of the strand while its service is still there.
    void drop() noexcept
    {
        gate_.close();
        strand_.reset();
    }

private:
    template <class F>
    class queued
    {
    public:
        template <class G>
        queued(G&& f, std::shared_ptr<source_strand> where)
            : function_(std::forward<G>(f)), strand_(std::move(where))
        {
            ++strand_->queued_;
        }

        queued(queued&& other) = default;
        queued& operator=(queued&&) = delete;

        ~queued()
        {
            if (strand_)
                --strand_->queued_;
        }

        void operator()()
        {
            --std::exchange(strand_, nullptr)->queued_;
            std::move(function_)();
        }

    private:
        F function_;
        std::shared_ptr<source_strand> strand_;
    };

    gate gate_;
    std::optional<strand> strand_;
    boost::asio::execution_context* context_;
    std::atomic<unsigned> queued_{0};
};

/// The executor that a source sees: its strand, by way of what outlives the pool. It needs not keep the pool
/// busy: the map does so itself while its source waits.
template <class Strand>
class source_executor
{
public:
    explicit source_executor(std::shared_ptr<Strand> strand, bool never_inline = false) noexcept
        : strand_(std::move(strand)), never_inline_(never_inline)
    {}

    template <class F>
    void execute(F&& f) const
    {
        strand_->execute(std::forward<F>(f), never_inline_);
    }

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

    source_executor require(boost::asio::execution::blocking_t::never_t) const noexcept
    {
        return source_executor(strand_, true);
    }

    source_executor require(boost::asio::execution::blocking_t::possibly_t) const noexcept
    {
        return source_executor(strand_, false);
    }

    friend bool operator==(source_executor const& a, source_executor const& b) noexcept
    {
        return a.strand_ == b.strand_ && a.never_inline_ == b.never_inline_;
    }

    friend bool operator!=(source_executor const& a, source_executor const& b) noexcept { return !(a == b); }

private:
    std::shared_ptr<Strand> strand_;
    bool never_inline_;
};

} // namespace genpool::detail
