// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/executor.hpp>
#include <genpool/detail/asio/post_attempt.hpp>
#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/asio/slot_of.hpp>
#include <genpool/detail/asio/undocumented.hpp>
#include <genpool/detail/asio/work_guard.hpp>
#include <genpool/detail/consumer/submit_consumer.hpp>
#include <genpool/detail/engine/map_runtime.hpp>

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/recycling_allocator.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// What all operations share: a handler with its executor, allocator and cancellation slot. `Derived` has
/// `void run()`, which is called on the executor and goes on or ends with `complete`, and a destructor that
/// copes with the handler not having been called. An operation has one owner at a time: a posted task, or the
/// map that it waits for. It never outlives its executor's context: both destroy it then.
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

    /// Has `run` called on the executor, after `begin_submission`: never in here, unless `may_run_inline`, or
    /// unless nobody can tell.
    void submit(bool may_run_inline)
    {
        if constexpr (only_sets_a_promise<Handler>) {
            consumer_submissions::pass(map_->consumer().submissions()).end();
            static_cast<Derived*>(this)->run();
        } else {
            submit_consumer(map_, target(*this), may_run_inline);
        }
    }

    void begin_submission() noexcept { map_->consumer().submissions().begin(); }

    /// Inlined where an operation is told by one of its bases, GCC 12 -O3 warns users of what Asio writes into the memory.
    [[gnu::noinline]] void destroy_op() noexcept
    {
        auto* const self = static_cast<Derived*>(this);
        auto allocator = allocator_for<Derived>(handler_);
        self->~Derived();
        std::allocator_traits<decltype(allocator)>::deallocate(allocator, self, 1);
    }

protected:
    handler_op(std::shared_ptr<map_runtime> core, Handler&& handler, IoExecutor const& io)
        : handler_(std::move(handler)), guard_(boost::asio::get_associated_executor(handler_, io)),
          map_(std::move(core)), context_(context_of(guard_.get_executor()))
    {
        map_->contexts().watch(context_);
    }

    ~handler_op() = default;

    /// Has `f` called by the handler's cancellation slot. If there is no memory for that, nothing has begun.
    template <class F>
    void on_cancellation(F f)
    {
        if constexpr (!only_sets_a_promise<Handler>) {
            try {
                if (auto slot = slot_of(handler_); slot.is_connected())
                    slot.assign(std::move(f));
            } catch (...) {
                destroy_op();
                throw;
            }
        }
    }

    void clear_cancellation() noexcept
    {
        if constexpr (!only_sets_a_promise<Handler>)
            if (auto slot = slot_of(handler_); slot.is_connected())
                slot.clear();
    }

    bool is_of(boost::asio::execution_context& context) const noexcept { return context_ == &context; }
    boost::asio::execution_context* context() const noexcept { return context_; }

    /// Ends the operation: its memory is released before the handler is called.
    template <class... Args>
    void complete(Args&&... args)
    {
        auto handler(std::move(handler_));
        // The executor is kept busy until the handler has returned.
        [[maybe_unused]] auto const guard(std::move(guard_));
        auto allocator = allocator_for<Derived>(handler);
        auto* const self = static_cast<Derived*>(this);
        self->~Derived();
        std::allocator_traits<decltype(allocator)>::deallocate(allocator, self, 1);
        std::move(handler)(std::forward<Args>(args)...);
    }

    Handler handler_;
    work_guard<executor_type> guard_;

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
            if (op_ != nullptr && !post_attempt::refused(op_))
                op_->destroy_op();
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

    /// What `submit_consumer` asks for.
    class target
    {
    public:
        explicit target(handler_op& op) noexcept : op_(op) {}

        void const* task() const noexcept { return &op_; }
        bool runs_here() const noexcept { return detail::runs_here(op_.guard_.get_executor()); }
        void run() const { static_cast<Derived&>(op_).run(); }
        void post() const { boost::asio::post(op_.guard_.get_executor(), handler_op::task(op_)); }
        void refused(consumer_submissions::pass&, std::exception_ptr const&) const noexcept
        {
            op_.destroy_op();
        }

    private:
        handler_op& op_;
    };

    template <class T>
    static auto allocator_for(Handler const& handler) noexcept
    {
        auto allocator =
            boost::asio::get_associated_allocator(handler, boost::asio::recycling_allocator<void>());
        return typename std::allocator_traits<decltype(allocator)>::template rebind_alloc<T>(allocator);
    }

    std::shared_ptr<map_runtime> map_;
    boost::asio::execution_context* const context_;
};

} // namespace genpool::detail
