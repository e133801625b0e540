// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/source.hpp>

#include <genpool/detail/asio/token_for.hpp>
#include <genpool/detail/parts/ender.hpp>

#include <boost/asio/async_result.hpp>

#include <concepts>
#include <exception>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

namespace genpool
{
namespace detail
{

template <class T, class Value, class Operation>
class reduce_collector
{
public:
    reduce_collector(Value value, Operation operation)
        : value_(std::in_place, std::move(value)), operation_(std::in_place, std::move(operation))
    {}

    template <class HandlerExecutor, class IoExecutor>
    auto executor(HandlerExecutor const&, IoExecutor const& io) const
    {
        return io;
    }

    void operator()(T&& item) { *value_ = std::invoke(*operation_, std::move(*value_), std::move(item)); }

    void drop() noexcept { operation_.reset(); }

    template <class Completion>
    void complete(Completion& completion, std::exception_ptr error, summary const&)
    {
        auto value = *std::move(value_);
        value_.reset();
        completion.complete(std::move(error), std::move(value));
    }

private:
    std::optional<Value> value_;
    std::optional<Operation> operation_;
};

template <class Source, class Value, class Operation>
consteval bool require_reduction()
{
    using item = typename ended<Source>::item;
    constexpr bool ok = std::invocable<Operation&, Value, item>;
    static_assert(
        ok,
        "genpool::async_reduce: the operation cannot be called with the value so far (A&&) and an item of "
        "the source (T&&)");
    if constexpr (ok)
        static_assert(std::assignable_from<Value&, std::invoke_result_t<Operation&, Value, item>>,
                      "genpool::async_reduce: what the operation returns cannot become the value (A)");
    return ok;
}

} // namespace detail

/// What it does: ends a pipe: completes with `operation(operation(initial, first), second)` and so on, in the order of
/// the source, one after another.
///
///     std::uint64_t bytes = co_await genpool::async_reduce(
///         genpool::files(".") | genpool::map(pool, size_of), std::uint64_t(0), std::plus(), asio::use_awaitable);
///
/// Parameters: `source`: see `genpool::source`; `initial`: the value to begin with; `operation`: called with `A&&` and
///   `T&&`, it returns the next value; `token`: a completion token.
/// Completion signature: `void(std::exception_ptr, A)`, after every call of the maps in the pipe has returned. With an
///   error, the value is that of the items before it.
/// Executor: `operation` is called where `async_collect` collects; otherwise as of that.
/// Cancellation: as of `async_collect`.
/// Errors: what `source` failed with, or `operation` threw, itself; `pool_gone`.
/// Object lifetimes: as of `async_collect`. GCC 12 destroys a lambda with captures twice if it is written inside a
///   `co_await` expression: name it before.
/// Thread safety: safe; `operation` is never called by two threads at once.
/// Exception safety: strong, but for what was moved in. A move of the value that throws while it is handed over is as if
///   the handler had thrown.
template <class Source, class Value, class Operation,
          detail::token_for<void(std::exception_ptr, Value)> Token>
auto async_reduce(Source&& source, Value initial, Operation operation, Token&& token)
{
    using item = typename detail::ended<Source>::item;
    if constexpr (detail::require_reduction<Source, Value, Operation>())
        return detail::end_pipe<void(std::exception_ptr, Value)>(
            std::forward<Source>(source),
            detail::reduce_collector<item, Value, Operation>(std::move(initial), std::move(operation)),
            options{.concurrency = 1}, token);
}

} // namespace genpool
