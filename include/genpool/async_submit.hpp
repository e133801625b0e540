// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <genpool/detail/asio/token_for.hpp>
#include <genpool/detail/consumer/initiate_for_each.hpp>
#include <genpool/detail/consumer/submit_op.hpp>

#include <boost/asio/async_result.hpp>

#include <array>
#include <concepts>
#include <exception>
#include <functional>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <variant>

namespace genpool
{
namespace detail
{

/// A function of nothing, or of a stop token, as one of an item that says nothing.
template <class F>
class submitted_function
{
    static_assert(std::invocable<F&> || std::invocable<F&, std::stop_token>,
                  "genpool: async_submit calls its function with nothing, or with a std::stop_token; what it "
                  "needs it captures");

public:
    explicit submitted_function(F&& function) : function_(std::move(function)) {}

    decltype(auto) operator()(std::monostate) requires std::invocable<F&> { return std::invoke(function_); }

    decltype(auto) operator()(std::monostate,
                              std::stop_token token) requires(!std::invocable<F&> &&
                                                              std::invocable<F&, std::stop_token>)
    {
        return std::invoke(function_, std::move(token));
    }

private:
    F function_;
};

using one_item = std::array<std::monostate, 1>;

template <class F>
using submit_result_t = typename function_traits<submitted_function<std::decay_t<F>>, std::monostate>::result;

/// Keeps the only result. A call that has returned has the last word: a cancellation that came meanwhile does
/// not make its result an error.
template <class R>
class single_collector
{
public:
    /// On the pool it would wait behind everything else that waits there.
    template <class HandlerExecutor, class IoExecutor>
    inline_execution executor(HandlerExecutor const&, IoExecutor const&) const noexcept
    {
        return {};
    }

    void operator()(R&& result) { result_.emplace(std::move(result)); }

    template <class Operation>
    void complete(Operation& operation, std::exception_ptr error, summary const&)
    {
        if constexpr (std::same_as<R, std::monostate>) {
            operation.complete(result_ ? nullptr : std::move(error));
        } else {
            std::optional<R> result;
            try {
                if (result_) {
                    result.emplace(std::move(*result_));
                    error = nullptr;
                }
            } catch (...) {
                error = std::current_exception();
            }
            if (result)
                operation.complete(std::move(error), *std::move(result));
            else
                operation.complete(std::move(error), R());
        }
    }

private:
    std::optional<R> result_;
};

template <class R>
struct submitted
{
    static_assert(
        std::default_initializable<R>,
        "genpool: async_submit completes with a value also when the call fails, so its result must be "
        "default-constructible; return a std::optional");
    using signature = void(std::exception_ptr, R);
};

template <>
struct submitted<std::monostate>
{
    using signature = void(std::exception_ptr);
};

template <class F>
using submitted_t = submitted<submit_result_t<F>>;

/// The initiation of `async_submit`: a task that is posted, if its handler may be called where that runs; else, and if the
/// function is awaitable, a map of one item, which knows when a context goes.
template <class Executor>
class initiate_submit
{
public:
    using executor_type = Executor;

    explicit initiate_submit(Executor const& pool) : map_(pool) {}

    executor_type get_executor() const noexcept { return map_.get_executor(); }

    template <class Handler, class Function>
    void operator()(Handler&& handler, Function&& function) const&
    {
        initiate_submit{*this}(std::forward<Handler>(handler), std::forward<Function>(function));
    }

    template <class Handler, class Function>
    void operator()(Handler&& handler, Function&& function) &&
    {
        using call = submitted_function<std::decay_t<Function>>;
        using traits = function_traits<call, std::monostate>;
        if constexpr (!traits::asynchronous && allocates_for<Executor, std::decay_t<Handler>>) {
            auto const pool = map_.get_executor();
            using result =
                std::conditional_t<std::is_void_v<typename traits::value>, void, typename traits::result>;
            if (is_called_on(pool, handler))
                return submit<result>(pool, std::forward<Handler>(handler), std::forward<Function>(function));
        }
        std::move(map_)(std::forward<Handler>(handler), one_item(), call(std::forward<Function>(function)),
                        options{.concurrency = 1, .window = 1}, single_collector<typename traits::result>());
    }

private:
    initiate_for_each<Executor> map_;
};

} // namespace detail

/// What it does: calls `function` once on the pool, and completes with its result or its exception.
///
/// Parameters:
/// - `pool`: an execution context or an executor;
/// - `function`: called with nothing, or with a `std::stop_token`; plain, or awaitable by its return type.
///   What it needs it captures. Its result must be default-constructible, for the case of an error;
/// - `token`: a completion token.
/// Completion signature: `void(std::exception_ptr, R)`; `void(std::exception_ptr)` if the function returns
///   void.
/// Executor: the handler's associated executor, by default the pool.
/// Cancellation: terminal and partial: a call that has not been taken up is not started; terminal also
///   signals the stop token of one that runs. Both wait for it, and its result or its exception is the
///   outcome. Total is ignored.
/// Errors: what the function threw; `asio::error::operation_aborted` if it was not started; `pool_gone`.
/// Object lifetimes: `function` is owned by the operation and destroyed before the handler is called. GCC 12
///   destroys a lambda with captures twice if it is written inside a `co_await` expression: name it before.
/// Thread safety: safe.
/// Exception safety: strong, but for what was moved in.
template <pool P, class Function, detail::token_for<typename detail::submitted_t<Function>::signature> Token>
auto async_submit(P&& pool, Function&& function, Token&& token)
{
    using kind = detail::submitted_t<Function>;
    return boost::asio::async_initiate<Token, typename kind::signature>(
        detail::initiate_submit(detail::executor_of(pool)), token,
        std::decay_t<Function>(std::forward<Function>(function)));
}

} // namespace genpool
