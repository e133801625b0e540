// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <stop_token>

namespace genpool::detail
{

/// What takes an item alone comes before what also takes a stop token.
template <class F, class T>
concept called_with_items = std::invocable<F&, T> || std::invocable<F&, T, std::stop_token>;

template <class R>
struct awaited
{
    using type = R;
    static constexpr bool value = false;
};

template <class R, class Executor>
struct awaited<boost::asio::awaitable<R, Executor>>
{
    using type = R;
    using executor_type = Executor;
    static constexpr bool value = true;
};

} // namespace genpool::detail
