// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/core.hpp>
#include <genpool/detail/executor.hpp>
#include <genpool/detail/shutdown.hpp>
#include <genpool/detail/slot_of.hpp>
#include <genpool/detail/submission.hpp>
#include <genpool/detail/work_guard.hpp>

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/recycling_allocator.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// What all operations share: a handler with its executor, allocator and cancellation slot. `Derived` has
/// `void run()`, which is called on the executor and goes on or ends with `complete`, and a destructor that
/// copes with the handler not having been called. An operation has one owner at a time: a posted task, or the
/// map that it waits for.
template <class Derived, class Handler, class IoExecutor>
class handler_op
{
public:
    using executor_type = boost::asio::associated_executor_t<Handler, IoExecutor>;
    using allocator_type =
        boost::asio::associated_allocator_t<Handler, boost::asio::recycling_allocator<void>>;

    handler_op(handler_op const&) = delete;
    handler_op& operator=(handler_op const&) = delete;

    template <class... Args>
    static Derived* make(Handler handler, Args&&... args)
    {
        auto allocator = allocator_for<Derived>(handler);
        auto* const place = std::allocator_traits<decltype(allocator)>::allocate(allocator, 1);
        try {
            return ::new (static_cast<void*>(place)) Derived(std::move(handler), std::forward<Args>(args)...);
        } catch (...) {
            std::allocator_traits<decltype(allocator)>::deallocate(allocator, place, 1);
            throw;
        }
    }

    /// Has `run` called on the executor: never in here, unless `may_run_inline`, or unless nobody can tell.
    void submit(bool may_run_inline)
    {
        if constexpr (only_sets_a_promise<Handler>)
            return static_cast<Derived*>(this)->run();
        std::exception_ptr error;
        if (!submit_to(guard_, lost_, may_run_inline, error))
            destroy_op();
    }

    void destroy_op() noexcept
    {
        auto* const self = static_cast<Derived*>(this);
        auto allocator = allocator_for<Derived>(handler_);
        self->~Derived();
        std::allocator_traits<decltype(allocator)>::deallocate(allocator, self, 1);
    }

protected:
    handler_op(std::shared_ptr<map_core> core, Handler&& handler, IoExecutor const& io)
        : handler_(std::move(handler)),
          guard_(std::in_place, boost::asio::get_associated_executor(handler_, io)), map_(std::move(core)),
          context_(context_of(guard_->get_executor()))
    {
        map_->watch(context_);
    }

    ~handler_op() = default;

    /// False: it has not been submitted, since the context of that executor is gone (`lost`) or, with an
    /// error, since it refuses.
    template <class Guard>
    bool submit_to(std::optional<Guard> const& guard, std::atomic<bool> const& lost, bool may_run_inline,
                   std::exception_ptr& error)
    {
        bool here = false;
        auto const map = map_; // once submitted, this may be gone before the call returns
        bool const submitted = submission(this).attempt(
            [&] {
                map_core::consumer_pass pass(*map);
                if (lost)
                    return false;
                here = may_run_inline && runs_here(guard->get_executor());
                if (!here)
                    boost::asio::post(guard->get_executor(), task(*this));
                return true;
            },
            error);
        if (here) // so that its context cannot go meanwhile
            boost::asio::dispatch(guard->get_executor(), task(*this));
        return submitted;
    }

    /// What was submitted has been destroyed instead.
    void dropped() noexcept { destroy_op(); }

    /// Has `f` called by the handler's cancellation slot. If there is no memory for that, nothing has begun.
    template <class F>
    void on_cancellation(F f)
    {
        try {
            if (auto slot = slot_of(handler_); slot.is_connected())
                slot.assign(std::move(f));
        } catch (...) {
            destroy_op();
            throw;
        }
    }

    void clear_cancellation() noexcept
    {
        if (auto slot = slot_of(handler_); slot.is_connected())
            slot.clear();
    }

    boost::asio::execution_context* context() const noexcept { return context_; }

    /// Ends the operation: its memory is released before the handler is called.
    template <class... Args>
    void complete(Args&&... args)
    {
        auto handler(std::move(handler_));
        auto const guard(std::move(*guard_)); // the executor is kept busy until the handler has returned
        auto allocator = allocator_for<Derived>(handler);
        auto* const self = static_cast<Derived*>(this);
        self->~Derived();
        std::allocator_traits<decltype(allocator)>::deallocate(allocator, self, 1);
        std::move(handler)(std::forward<Args>(args)...);
    }

    /// The executor's context is being destroyed: nothing is submitted any more, then its executor is let go
    /// of.
    void lose_executor() noexcept { lost_ = true; }
    bool lost_executor() const noexcept { return lost_; }
    void drop_executor() noexcept { guard_.reset(); }

    Handler handler_;
    std::optional<work_guard<executor_type>> guard_;

private:
    class task
    {
    public:
        using allocator_type = handler_op::allocator_type;

        explicit task(handler_op& op) noexcept : op_(&op) {}
        task(task&& other) noexcept : op_(std::exchange(other.op_, nullptr)) {}
        task& operator=(task&&) = delete;

        ~task()
        {
            if (op_ != nullptr && !submission::refused(op_))
                static_cast<Derived*>(op_)->dropped();
        }

        allocator_type get_allocator() const noexcept
        {
            return boost::asio::get_associated_allocator(op_->handler_,
                                                         boost::asio::recycling_allocator<void>());
        }

        void operator()() { static_cast<Derived*>(std::exchange(op_, nullptr))->run(); }

    private:
        handler_op* op_;
    };

    template <class T>
    static auto allocator_for(Handler const& handler) noexcept
    {
        auto allocator =
            boost::asio::get_associated_allocator(handler, boost::asio::recycling_allocator<void>());
        return typename std::allocator_traits<decltype(allocator)>::template rebind_alloc<T>(allocator);
    }

    std::shared_ptr<map_core> map_;
    boost::asio::execution_context* const context_;
    std::atomic<bool> lost_{false};
};

} // namespace genpool::detail
