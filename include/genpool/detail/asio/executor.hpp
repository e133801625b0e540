// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution/executor.hpp>
#include <boost/asio/execution/occupancy.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/is_executor.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <concepts>
#include <cstddef>
#include <thread>
#include <type_traits>
#include <utility>

namespace genpool
{

/// What it does: says what may be passed as the pool: an executor, or an execution context that has one.
template <class P>
concept pool = boost::asio::execution::is_executor<std::remove_cvref_t<P>>::value ||
    boost::asio::is_executor<std::remove_cvref_t<P>>::value ||
    (std::convertible_to<P&, boost::asio::execution_context&>&& requires(P& p) { p.get_executor(); });

namespace detail
{

template <pool P>
auto executor_of(P& p)
{
    if constexpr (std::convertible_to<P&, boost::asio::execution_context&>)
        return p.get_executor();
    else
        return std::remove_cvref_t<P>(p);
}

template <class P>
using executor_of_t = decltype(executor_of(std::declval<std::remove_cvref_t<P>&>()));

template <class Executor>
inline constexpr bool is_strand = false;

template <class Inner>
inline constexpr bool is_strand<boost::asio::strand<Inner>> = true;

inline std::size_t hardware_concurrency() noexcept
{
    static auto const n = std::thread::hardware_concurrency(); // reads a file, each time
    return n == 0 ? 1 : n;
}

/// How many threads are to run `context`, as its user has told it (lib/asio/executor.cpp); 0 if they have not.
std::size_t concurrency_hint(boost::asio::io_context& context);

/// How many calls `executor` can run at once, as far as it says.
template <class Executor>
std::size_t default_concurrency(Executor const& executor)
{
    namespace asio = boost::asio;
    if constexpr (is_strand<Executor>) {
        return 1;
    } else if constexpr (asio::can_query_v<Executor const&, asio::execution::occupancy_t>) {
        auto const n = asio::query(executor, asio::execution::occupancy);
        return n < 1 ? 1 : static_cast<std::size_t>(n);
    } else if constexpr (requires {
                             {
                                 executor.context()
                                 } -> std::convertible_to<asio::io_context&>;
                         }) {
        auto const hint = concurrency_hint(executor.context());
        return hint == 0 ? hardware_concurrency() : hint;
    } else if constexpr (std::same_as<Executor, asio::any_io_executor>) {
        std::size_t found = 0;
        auto const holds = [&]<class... E>(std::type_identity<E>...) {
            auto const look = [&](auto const* target) {
                if (target != nullptr)
                    found = default_concurrency(*target);
                return target != nullptr;
            };
            return (look(executor.template target<E>()) || ...) ||
                   (look(executor.template target<asio::strand<E>>()) || ...);
        };
        return holds(std::type_identity<asio::thread_pool::executor_type>(),
                     std::type_identity<asio::io_context::executor_type>(),
                     std::type_identity<asio::system_executor>(), std::type_identity<asio::any_io_executor>())
                   ? found
                   : hardware_concurrency();
    } else {
        return hardware_concurrency();
    }
}

/// Whether the calling thread is one of those that run what is submitted to `executor`, as far as it says.
template <class Executor>
bool runs_here(Executor const& executor) noexcept
{
    namespace asio = boost::asio;
    if constexpr (std::same_as<Executor, asio::any_io_executor>) {
        auto const test = [&]<class E>(std::type_identity<E>) {
            auto const* const target = executor.template target<E>();
            return target != nullptr && target->running_in_this_thread();
        };
        using pool_executor = asio::thread_pool::executor_type;
        using io_executor = asio::io_context::executor_type;
        return test(std::type_identity<pool_executor>()) || test(std::type_identity<io_executor>()) ||
               test(std::type_identity<asio::strand<pool_executor>>()) ||
               test(std::type_identity<asio::strand<io_executor>>());
    } else if constexpr (requires {
                             {
                                 executor.running_in_this_thread()
                                 } -> std::convertible_to<bool>;
                         }) {
        return executor.running_in_this_thread();
    } else {
        return false;
    }
}

} // namespace detail
} // namespace genpool
