// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/callable.hpp>
#include <genpool/detail/source/path_function.hpp>

#include <concepts>
#include <functional>
#include <stop_token>
#include <type_traits>
#include <variant>

namespace genpool
{

/// What it does: says what may be mapped over items of type `T`: callable with `T&&` alone, and then plain
/// or, by its return type, awaitable (`boost::asio::awaitable<R>`); else callable with `(T&&,
/// std::stop_token)`. A `boost::filesystem::path` is also given as a `std::filesystem::path`. It is called from
/// several threads at once.
template <class F, class T>
concept function_for = detail::called_with_items<detail::mapped_function_t<F, T>, T>;

namespace detail
{

/// Which function it is, for items of type `T`: the item alone comes first, so that ambiguous generic lambdas
/// are taken as plain.
template <class F, class T>
struct function_traits
{
    static_assert(function_for<F, T>, "genpool: the function cannot be called with an item of the source "
                                      "(T&&), nor with an item and a std::stop_token");

    static constexpr bool stop_aware = !std::invocable<F&, T>;

    using returned = typename std::conditional_t<stop_aware, std::invoke_result<F&, T, std::stop_token>,
                                                 std::invoke_result<F&, T>>::type;

    static constexpr bool asynchronous = awaited<returned>::value;

    using value = std::decay_t<typename awaited<returned>::type>;
    using result = std::conditional_t<std::is_void_v<value>, std::monostate, value>;

    static_assert(std::move_constructible<result>, "genpool: a result of the function must be movable");
};

} // namespace detail

/// The type of the results of `F` over items of type `T`: decayed; `std::monostate` for void.
template <class F, class T>
using result_t = typename detail::function_traits<detail::mapped_function_t<std::decay_t<F>, T>, T>::result;

} // namespace genpool
