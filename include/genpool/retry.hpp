// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>

#include <genpool/detail/parts/backoff.hpp>
#include <genpool/detail/parts/kept_call.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace genpool
{
namespace detail
{

template <bool, class Returned>
struct executor_of_call
{
    using type = boost::asio::any_io_executor;
};

template <class Returned>
struct executor_of_call<true, Returned>
{
    using type = typename awaited<Returned>::executor_type;
};

template <class F>
class retry_function : public kept_function<retry_function<F>, F>
{
public:
    retry_function(F function, retry_options o) : function_(std::move(function)), options_(std::move(o))
    {
        require_sensible(options_);
    }

private:
    friend kept_function<retry_function, F>;

    template <class T>
    static void refuse()
    {
        static_assert(
            called_with_kept_items<F, T>,
            "genpool::retry: the function cannot be called again with the same item (T&), nor with it and a "
            "std::stop_token: it must take T&, T const& or a copy");
    }

    template <class T, class... Stop>
    auto call(T&& item, Stop... stop)
    {
        using kind = kept_call<F, T, Stop...>;
        using executor = typename executor_of_call<kind::asynchronous, typename kind::returned>::type;
        using result = boost::asio::awaitable<typename kind::value, executor>;
        return try_often<result, kind>(function_, options_, std::move(item), std::move(stop)...);
    }

    template <class Result, class Kind, class T, class... Stop>
    static Result try_often(F& function, retry_options const& o, T item, Stop... stop)
    {
        constexpr bool gives_nothing = std::is_void_v<typename Kind::value>;
        backoff wait(o);
        for (std::size_t attempt = 1;; ++attempt) {
            std::exception_ptr error;
            try {
                if constexpr (Kind::asynchronous && gives_nothing) {
                    co_await std::invoke(function, item, stop...);
                    co_return;
                } else if constexpr (Kind::asynchronous) {
                    co_return co_await std::invoke(function, item, stop...);
                } else if constexpr (gives_nothing) {
                    std::invoke(function, item, stop...);
                    co_return;
                } else {
                    co_return std::invoke(function, item, stop...);
                }
            } catch (...) {
                error = std::current_exception();
            }
            if (attempt == o.attempts.value() || (o.when && !o.when(error)))
                std::rethrow_exception(error);
            boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, wait.next());
            using token = boost::asio::use_awaitable_t<typename Result::executor_type>;
            co_await timer.async_wait(token());
        }
    }

    F function_;
    retry_options options_;
};

} // namespace detail

/// What it does: makes of a function one that is called again, with the same item, when it fails: after a wait that
/// occupies no thread. The item keeps its place in the order and in the window meanwhile.
///
///     auto sent = std::move(files) | genpool::map(net, genpool::retry(upload, {.attempts = 5, .delay = 100ms}));
///
/// Parameters: `function`: plain, stop-aware or awaitable; called with the item as `T&`, so that an attempt may leave
///   traces in it. It is owned. `o`: see `retry_options`. What this gives is an awaitable function: the automatic
///   concurrency of a map of it is 64, also where `function` is plain and occupies a thread of the pool while it runs.
///   `retry(within(1s, f))` limits each attempt, `within(1s, retry(f))` all of them together.
/// Executor: the waits are those of a timer of the call's executor.
/// Cancellation: passed on to an awaitable function; a call that is stopped while it waits ends with
///   `asio::error::operation_aborted`, and is not made again.
/// Errors: what the last attempt threw; what `o.when` throws; `std::invalid_argument`, naming it, for what
///   `retry_options` does not allow.
/// Object lifetimes: the item lives until its last attempt has ended. GCC 12 destroys a lambda with captures twice
///   if it is written inside a `co_await` expression: name it before.
/// Thread safety: as `function`; `o.when` is called as that is, from several threads at once.
/// Exception safety: strong, but for what was moved in.
template <class Function>
auto retry(Function&& function, retry_options o = {})
{
    return detail::retry_function<std::decay_t<Function>>(std::forward<Function>(function), std::move(o));
}

} // namespace genpool
