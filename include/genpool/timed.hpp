// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <genpool/detail/callable.hpp>
#include <genpool/detail/parts/duration_counts.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace genpool
{

/// What it does: counts how long calls took, for `timed`. Copies count together.
///
/// Thread safety: safe, copies and shared objects alike.
/// Exception safety: only the constructor throws: `std::bad_alloc`. It takes 8 KiB, however many calls there are.
class call_durations
{
public:
    using duration = std::chrono::nanoseconds;

    call_durations() : counts_(std::make_shared<detail::duration_counts>()) {}

    void add(duration d) const noexcept { counts_->add(d); }

    /// How many calls have ended.
    std::uint64_t count() const noexcept { return counts_->count(); }

    /// What that share of the calls took at most (0.5: the median; 1: the longest), rounded up by a sixteenth at most;
    /// zero if there were none.
    ///
    /// Errors: `std::invalid_argument` for a share that is not from 0 to 1.
    duration quantile(double share) const { return counts_->quantile(share); }

private:
    std::shared_ptr<detail::duration_counts> counts_;
};

namespace detail
{

class measured
{
public:
    explicit measured(call_durations const& to) noexcept : to_(to) {}
    ~measured() { to_.add(std::chrono::steady_clock::now() - begun_); }
    measured(measured const&) = delete;
    measured& operator=(measured const&) = delete;

private:
    call_durations const& to_;
    std::chrono::steady_clock::time_point const begun_ = std::chrono::steady_clock::now();
};

template <class F>
class timed_function
{
public:
    timed_function(call_durations to, F function) : to_(std::move(to)), function_(std::move(function)) {}

    template <class T>
        requires std::invocable<F&, T>
    auto operator()(T&& item) { return call<std::invoke_result_t<F&, T>>(std::forward<T>(item)); }

    template <class T>
        requires(!std::invocable<F&, T> && std::invocable<F&, T, std::stop_token>)
    auto operator()(T&& item, std::stop_token stop)
    {
        return call<std::invoke_result_t<F&, T, std::stop_token>>(std::forward<T>(item), std::move(stop));
    }

    template <class T>
        requires(!called_with_items<F, T>)
    void operator()(T&&)
    {
        static_assert(called_with_items<F, T>, "genpool::timed: the function cannot be called with an item "
                                               "of the source (T&&), nor with an item "
                                               "and a std::stop_token");
    }

private:
    template <class Returned, class T, class... Stop>
    Returned call(T&& item, Stop... stop)
    {
        if constexpr (awaited<Returned>::value) {
            return await<Returned>(function_, to_, std::decay_t<T>(std::forward<T>(item)),
                                   std::move(stop)...);
        } else {
            measured const time(to_);
            return std::invoke(function_, std::forward<T>(item), std::move(stop)...);
        }
    }

    template <class Awaitable, class T, class... Stop>
    static Awaitable await(F& function, call_durations const& to, T item, Stop... stop)
    {
        measured const time(to);
        co_return co_await std::invoke(function, std::move(item), std::move(stop)...);
    }

    call_durations to_;
    F function_;
};

} // namespace detail

/// What it does: makes of a function one whose calls' durations are counted, waits of awaitable functions included, and
/// calls that fail. It costs two looks at the clock for each call.
///
///     genpool::call_durations durations;
///     auto pages = std::move(urls) | genpool::map(pool, genpool::timed(durations, fetch));
///     ...
///     std::cout << "half of them within " << durations.quantile(0.5).count() << " ns\n";
///
/// Parameters: `to`: counts them; `function`: plain, stop-aware or awaitable; called as a map calls it. It is owned.
///   `timed(d, retry(f))` counts all attempts of an item together, `retry(timed(d, f))` each.
/// Executor: that of the map's calls.
/// Cancellation: passed on.
/// Errors: those of `function`.
/// Object lifetimes: the item lives until its call has ended. GCC 12 destroys a lambda with captures twice if it is
///   written inside a `co_await` expression: name it before.
/// Thread safety: as `function`.
/// Exception safety: strong, but for what was moved in.
template <class Function>
auto timed(call_durations to, Function&& function)
{
    return detail::timed_function<std::decay_t<Function>>(std::move(to), std::forward<Function>(function));
}

} // namespace genpool
