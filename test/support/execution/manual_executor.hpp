// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/execution_context.hpp>

#include <cstddef>
#include <memory>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

namespace genpool::test
{

class manual_executor;

/// An execution context without threads: what is submitted to it waits until the test runs it, in the order
/// that the test likes. Destroyed, it ends like an Asio thread pool: its services first, then what is queued.
/// For one thread.
class manual_context : public boost::asio::execution_context
{
public:
    using executor_type = manual_executor;

    manual_context() = default;

    ~manual_context()
    {
        shutdown();
        while (!queue_.empty())
            take(0).reset(); // its destructor may submit something
        destroy();
    }

    executor_type get_executor() noexcept;

    /// How many functions wait.
    std::size_t pending() const noexcept { return queue_.size(); }

    /// Runs one of them; they are numbered from the one that waits longest.
    void run_one(std::size_t which = 0)
    {
        auto const function = take(which);
        ++depth_;
        struct leave
        {
            ~leave() { --depth; }
            int& depth;
        } const at_the_end{depth_};
        function->run();
    }

    /// Runs them in their order until none waits any more. Returns how many it has run.
    std::size_t run()
    {
        std::size_t count = 0;
        for (; pending() != 0; ++count)
            run_one();
        return count;
    }

    /// How many executors keep this context busy.
    std::size_t outstanding_work() const noexcept { return work_; }

    bool running_here() const noexcept { return depth_ != 0; }

    /// Told of everything that is queued, anywhere.
    class observer
    {
    public:
        virtual void before(std::type_info const& what) = 0; ///< may throw instead
        virtual void after() noexcept = 0;                   ///< also if queueing it has failed

    protected:
        ~observer() = default;
    };
    static inline observer* observed_by = nullptr;

private:
    friend class manual_executor;

    struct queued
    {
        virtual ~queued() = default;
        virtual void run() = 0;
    };

    template <class F>
    struct queued_function final : queued
    {
        explicit queued_function(F&& f) : function(std::move(f)) {}
        void run() override { F(std::move(function))(); }
        F function;
    };

    struct observed
    {
        explicit observed(std::type_info const& what)
        {
            if (observed_by != nullptr)
                observed_by->before(what);
        }
        ~observed()
        {
            if (observed_by != nullptr)
                observed_by->after();
        }
        observed(observed const&) = delete;
        observed& operator=(observed const&) = delete;
    };

    std::unique_ptr<queued> take(std::size_t which)
    {
        auto const position = queue_.begin() + static_cast<std::ptrdiff_t>(which);
        auto function = std::move(*position);
        queue_.erase(position);
        return function;
    }

    std::vector<std::unique_ptr<queued>> queue_;
    std::size_t work_ = 0;
    int depth_ = 0;
};

/// The executor of a `manual_context`.
class manual_executor
{
    using blocking_t = boost::asio::execution::blocking_t;
    using outstanding_work_t = boost::asio::execution::outstanding_work_t;

public:
    explicit manual_executor(manual_context& context) noexcept : context_(&context) {}

    manual_executor(manual_executor const& other) noexcept
        : context_(other.context_), never_inline_(other.never_inline_), tracked_(other.tracked_)
    {
        context_->work_ += tracked_;
    }

    manual_executor& operator=(manual_executor other) noexcept
    {
        std::swap(context_, other.context_);
        std::swap(never_inline_, other.never_inline_);
        std::swap(tracked_, other.tracked_);
        return *this;
    }

    ~manual_executor() { context_->work_ -= tracked_; }

    template <class F>
    void execute(F&& f) const
    {
        using function = std::decay_t<F>;
        if (!never_inline_ && running_in_this_thread())
            return function(std::forward<F>(f))();
        manual_context::observed const scope(typeid(function));
        context_->queue_.push_back(
            std::make_unique<manual_context::queued_function<function>>(function(std::forward<F>(f))));
    }

    bool running_in_this_thread() const noexcept { return context_->running_here(); }
    manual_context& context() const noexcept { return *context_; }

    manual_context& query(boost::asio::execution::context_t) const noexcept { return *context_; }

    blocking_t query(blocking_t) const noexcept
    {
        return never_inline_ ? blocking_t(blocking_t::never) : blocking_t(blocking_t::possibly);
    }

    outstanding_work_t query(outstanding_work_t) const noexcept
    {
        return tracked_ ? outstanding_work_t(outstanding_work_t::tracked)
                        : outstanding_work_t(outstanding_work_t::untracked);
    }

    manual_executor require(blocking_t::never_t) const noexcept { return {*context_, true, tracked_}; }
    manual_executor require(blocking_t::possibly_t) const noexcept { return {*context_, false, tracked_}; }
    manual_executor require(outstanding_work_t::tracked_t) const noexcept
    {
        return {*context_, never_inline_, true};
    }
    manual_executor require(outstanding_work_t::untracked_t) const noexcept
    {
        return {*context_, never_inline_, false};
    }

    friend bool operator==(manual_executor const&, manual_executor const&) noexcept = default;

private:
    manual_executor(manual_context& context, bool never_inline, bool tracked) noexcept
        : context_(&context), never_inline_(never_inline), tracked_(tracked)
    {
        context_->work_ += tracked_;
    }

    manual_context* context_;
    bool never_inline_ = false;
    bool tracked_ = false;
};

inline manual_executor manual_context::get_executor() noexcept { return manual_executor(*this); }

} // namespace genpool::test
