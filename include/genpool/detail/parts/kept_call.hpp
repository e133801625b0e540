// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/engine/callable.hpp>

#include <concepts>
#include <functional>
#include <stop_token>
#include <type_traits>

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

} // namespace genpool::detail
