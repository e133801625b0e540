// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <genpool/detail/parts/kept_call.hpp>

#include <boost/asio/awaitable.hpp>

#include <exception>
#include <functional>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <variant>

namespace genpool
{

/// What it does: is an item and what a call made of it: a result or an exception.
///
/// Errors: `value` throws what the call threw.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
template <class T, class R>
class attempted
{
    using stored = std::conditional_t<std::is_void_v<R>, std::monostate, R>;

public:
    explicit attempted(T&& input) : input_(std::move(input)) {}

    T& input() noexcept { return input_; }
    T const& input() const noexcept { return input_; }

    /// What the call threw; null if it did not.
    std::exception_ptr const& error() const noexcept { return error_; }

    std::add_lvalue_reference_t<R> value()
    {
        if (error_)
            std::rethrow_exception(error_);
        if constexpr (!std::is_void_v<R>)
            return *value_;
    }

    void succeed(stored&& value) { value_.emplace(std::move(value)); }
    void fail(std::exception_ptr error) noexcept { error_ = std::move(error); }

private:
    T input_;
    std::optional<stored> value_;
    std::exception_ptr error_;
};

namespace detail
{

template <class F>
class attempt_function : public kept_function<attempt_function<F>, F>
{
public:
    explicit attempt_function(F function) : function_(std::move(function)) {}

private:
    friend kept_function<attempt_function, F>;

    template <class T>
    static void refuse()
    {
        static_assert(
            called_with_kept_items<F, T>,
            "genpool::attempt: the function cannot be called with an item that stays (T&), nor with it and "
            "a std::stop_token: it must take T&, T const& or a copy");
    }

    template <class T, class... Stop>
    auto call(T&& item, Stop... stop)
    {
        using kind = kept_call<F, T, Stop...>;
        using result = attempted<T, typename kind::value>;
        if constexpr (kind::asynchronous) {
            using executor = typename awaited<typename kind::returned>::executor_type;
            return await<boost::asio::awaitable<result, executor>>(function_, result(std::move(item)),
                                                                   std::move(stop)...);
        } else {
            result r(std::move(item));
            try {
                if constexpr (std::is_void_v<typename kind::value>)
                    std::invoke(function_, r.input(), std::move(stop)...);
                else
                    r.succeed(std::invoke(function_, r.input(), std::move(stop)...));
            } catch (...) {
                r.fail(std::current_exception());
            }
            return r;
        }
    }

    template <class Awaitable, class T, class R, class... Stop>
    static Awaitable await(F& function, attempted<T, R> result, Stop... stop)
    {
        try {
            if constexpr (std::is_void_v<R>)
                co_await std::invoke(function, result.input(), std::move(stop)...);
            else
                result.succeed(co_await std::invoke(function, result.input(), std::move(stop)...));
        } catch (...) {
            result.fail(std::current_exception());
        }
        co_return result;
    }

    F function_;
};

} // namespace detail

/// What it does: makes of a function one that does not fail: it gives an `attempted<T, R>`, which has the item and what
/// the call gave or threw. So a map goes on, and its consumer is told which items failed, and why.
///
///     auto pages = std::move(urls) | genpool::map(pool, genpool::attempt(fetch));
///     while (auto page = co_await pages.async_next(asio::use_awaitable))
///         if (page->error())
///             log(page->input());
///
/// Parameters: `function`: plain, stop-aware or awaitable; called with the item as `T&`. It is owned.
///   `attempt(retry(f))` tells of an item once its attempts are used up; `retry(attempt(f))` never tries again, since
///   nothing fails.
/// Executor: that of the map's calls.
/// Cancellation: passed on; what the function threw for it is in the result.
/// Errors: none but those of moving the item and the result.
/// Object lifetimes: the item lives in the result. GCC 12 destroys a lambda with captures twice if it is written
///   inside a `co_await` expression: name it before.
/// Thread safety: as `function`.
/// Exception safety: strong, but for what was moved in.
template <class Function>
auto attempt(Function&& function)
{
    return detail::attempt_function<std::decay_t<Function>>(std::forward<Function>(function));
}

} // namespace genpool
