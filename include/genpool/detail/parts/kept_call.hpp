// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/callable.hpp>

#include <concepts>
#include <functional>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// Can be called, again and again, with an item that stays where it is.
template <class F, class T>
concept called_with_kept_items = std::invocable<F&, T&> || std::invocable<F&, T&, std::stop_token>;

/// Called as a map calls it, for items of type `T` that stay: with the item alone, if it can be.
template <class F, class T>
inline constexpr bool kept_alone = std::invocable<F&, T&>;

template <class F, class T>
inline constexpr bool kept_with_stop = !kept_alone<F, T> && std::invocable<F&, T&, std::stop_token>;

/// What it gives: `returned`, and, through an awaitable, `value`.
template <class F, class T, class... Stop>
struct kept_call
{
    using returned = std::invoke_result_t<F&, T&, Stop...>;
    static constexpr bool asynchronous = awaited<std::decay_t<returned>>::value;
    using value = std::decay_t<typename awaited<returned>::type>;
};

/// In the place of what a refused function gives.
struct refused
{};

/// What a part makes of a function `F` that is called with items which stay: `Derived` has `call(item, stop...)`, and
/// `refuse<T>()`, which says why `F` cannot be.
template <class Derived, class F>
class kept_function
{
public:
    template <class T>
        requires kept_alone<F, std::remove_cvref_t<T>>
    auto operator()(T&& item) { return self().call(std::remove_cvref_t<T>(std::forward<T>(item))); }

    template <class T>
        requires kept_with_stop<F, std::remove_cvref_t<T>>
    auto operator()(T&& item, std::stop_token stop)
    {
        return self().call(std::remove_cvref_t<T>(std::forward<T>(item)), std::move(stop));
    }

    template <class T>
        requires(!called_with_kept_items<F, std::remove_cvref_t<T>>)
    refused operator()(T&&)
    {
        Derived::template refuse<std::remove_cvref_t<T>>();
        return {};
    }

private:
    Derived& self() noexcept { return static_cast<Derived&>(*this); }
};

} // namespace genpool::detail
