// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>

#include <genpool/detail/asio/call_stack_marker.hpp>
#include <genpool/detail/asio/executor.hpp>
#include <genpool/detail/asio/post_attempt.hpp>
#include <genpool/detail/asio/slot_of.hpp>
#include <genpool/detail/asio/undocumented.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/recycling_allocator.hpp>

#include <atomic>
#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// What a cancellation and the call that it is of have in common.
class submit_cancellation
{
public:
    explicit submit_cancellation(bool stop_aware) : stop_(make_stop(stop_aware)) {}

    /// The call may start; false: it was cancelled before.
    bool start() noexcept { return !started_or_cancelled_.exchange(true); }
    std::stop_token token() const noexcept { return stop_.get_token(); }

    void cancel(boost::asio::cancellation_type type) noexcept
    {
        using boost::asio::cancellation_type;
        bool const terminal = (type & cancellation_type::terminal) != cancellation_type::none;
        if (!terminal && (type & cancellation_type::partial) == cancellation_type::none)
            return;
        started_or_cancelled_ = true;
        if (terminal)
            stop_.request_stop();
    }

private:
    static std::stop_source make_stop(bool stop_aware)
    {
        return stop_aware ? std::stop_source() : std::stop_source(std::nostopstate);
    }

    std::atomic<bool> started_or_cancelled_{false};
    std::stop_source stop_;
};

/// A call on the pool whose handler is to be called there, too, or anywhere: the task that is posted is all there is of it,
/// with the handler's allocator. `Submitted` is called with nothing, or with a stop token; `R` is void or its result.
/// Destroyed uninvoked, by the pool, it takes the handler with it, which has no other place to be called in; one
/// that only sets a promise is told.
template <class R, class Function, class Handler>
class submit_task
{
public:
    using allocator_type =
        boost::asio::associated_allocator_t<Handler, boost::asio::recycling_allocator<void>>;

    static constexpr bool stop_aware = !std::invocable<Function&>;

    submit_task(Function function, Handler handler)
        : function_(std::move(function)), handler_(std::move(handler))
    {
        if constexpr (stop_aware)
            cancellation_ = std::make_shared<submit_cancellation>(true);
        if constexpr (!only_sets_a_promise<Handler>)
            if (auto slot = slot_of(*handler_); slot.is_connected()) {
                if (!cancellation_)
                    cancellation_ = std::make_shared<submit_cancellation>(false);
                slot.assign([c = cancellation_](boost::asio::cancellation_type type) { c->cancel(type); });
            }
    }

    submit_task(submit_task&& other) noexcept(
        std::is_nothrow_move_constructible_v<Function>&& std::is_nothrow_move_constructible_v<Handler>)
        : function_(std::move(other.function_)), handler_(std::move(other.handler_)),
          cancellation_(std::move(other.cancellation_))
    {
        other.handler_.reset();
    }

    submit_task& operator=(submit_task&&) = delete;

    ~submit_task()
    {
        if constexpr (only_sets_a_promise<Handler>)
            if (handler_ && !post_attempt::refused(tag())) {
                std::optional<value> none;
                complete(thrown_pool_gone(), none);
            }
    }

    allocator_type get_allocator() const noexcept
    {
        return boost::asio::get_associated_allocator(*handler_, boost::asio::recycling_allocator<void>());
    }

    void operator()()
    {
        std::exception_ptr error;
        std::optional<value> result;
        call(error, result);
        if constexpr (!only_sets_a_promise<Handler>)
            if (auto slot = slot_of(*handler_); slot.is_connected())
                slot.clear();
        complete(std::move(error), result);
    }

    static void const* tag() noexcept { return &tag_; }

private:
    using value = std::conditional_t<std::is_void_v<R>, bool, R>;

    inline static char const tag_ = 0;

    static std::exception_ptr thrown_pool_gone() noexcept
    {
        try {
            throw pool_gone();
        } catch (...) {
            return std::current_exception();
        }
    }

    /// The function is destroyed in here, too.
    void call(std::exception_ptr& error, std::optional<value>& result) noexcept
    {
        call_stack_marker const scope;
        try {
            if (cancellation_ && !cancellation_->start())
                error = make_error(boost::asio::error::operation_aborted);
            else
                result.emplace(invoke());
        } catch (...) {
            error = std::current_exception();
        }
        function_.reset();
    }

    value invoke()
    {
        auto const get = [this]() -> decltype(auto) {
            if constexpr (stop_aware)
                return std::invoke(*function_, cancellation_->token());
            else
                return std::invoke(*function_);
        };
        if constexpr (std::is_void_v<R>) {
            get();
            return true;
        } else {
            return get();
        }
    }

    void complete(std::exception_ptr error, std::optional<value>& result)
    {
        auto handler = *std::move(handler_);
        handler_.reset();
        if constexpr (std::is_void_v<R>) {
            std::move(handler)(std::move(error));
        } else {
            if (result)
                std::move(handler)(std::move(error), *std::move(result));
            else
                std::move(handler)(std::move(error), R());
        }
    }

    std::optional<Function> function_;
    std::optional<Handler> handler_;
    std::shared_ptr<submit_cancellation> cancellation_; // null: nobody can cancel it
};

/// Whether posting to an executor allocates with the allocator of the handler. An `any_io_executor` knows of none, and it
/// matters where that is one of the user's.
template <class Executor, class Handler>
inline constexpr bool allocates_for =
    !std::same_as<Executor, boost::asio::any_io_executor> ||
    std::same_as<boost::asio::associated_allocator_t<Handler>, std::allocator<void>>;

/// Whether a handler may be called where a task of `pool` runs.
template <class Handler, class Executor>
bool is_called_on(Executor const& pool, Handler const& handler) noexcept
{
    if constexpr (only_sets_a_promise<Handler>) {
        return true;
    } else {
        auto const executor = boost::asio::get_associated_executor(handler, pool);
        if constexpr (std::same_as<std::remove_cv_t<decltype(executor)>, Executor>) {
            return executor == pool;
        } else if constexpr (std::same_as<std::remove_cv_t<decltype(executor)>,
                                          boost::asio::any_io_executor>) {
            auto const* const target = executor.template target<Executor>();
            return target != nullptr && *target == pool;
        } else {
            return false;
        }
    }
}

template <class R, class Executor, class Handler, class Function>
void submit(Executor const& pool, Handler&& handler, Function&& function)
{
    using task = submit_task<R, std::decay_t<Function>, std::decay_t<Handler>>;
    task call(std::forward<Function>(function), std::forward<Handler>(handler));
    std::optional<post_attempt> scope; // what is thrown tells that it was not submitted
    if constexpr (only_sets_a_promise<std::decay_t<Handler>>)
        scope.emplace(task::tag());
    boost::asio::post(pool, std::move(call));
}

} // namespace genpool::detail
