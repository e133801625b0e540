// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/piped.hpp>

#include <genpool/detail/callable.hpp>

#include <concepts>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

namespace genpool
{
namespace detail
{

/// Says why `F` cannot transform items of type `T`, in words.
template <class F, class T>
consteval bool require_transform()
{
    constexpr bool ok = std::invocable<F&, T>;
    static_assert(ok, "genpool::transform: the function cannot be called with an item of the source (T&&)");
    if constexpr (ok) {
        using returned = std::invoke_result_t<F&, T>;
        static_assert(!std::is_void_v<returned>, "genpool::transform: the function must return something");
        static_assert(
            !awaited<std::remove_cvref_t<returned>>::value,
            "genpool::transform: the function must not return an awaitable: give it to genpool::map");
        return !std::is_void_v<returned>;
    }
    return false;
}

template <class Inner, class F, bool = require_transform<F, typename Inner::value_type>()>
class transform_source : public stage_source<Inner>
{
public:
    using value_type = std::decay_t<std::invoke_result_t<F&, typename Inner::value_type>>;

    transform_source(Inner&& inner, F function)
        : stage_source<Inner>(std::move(inner)), function_(std::move(function))
    {}

    poll_result poll()
    {
        auto const how = this->inner_.poll();
        if (how == poll_result::value)
            result_.emplace(std::invoke(function_, this->inner_.value()));
        return how;
    }

    value_type&& value() noexcept { return *std::move(result_); }

private:
    F function_;
    std::optional<value_type> result_;
};

/// In its place for a function that has been refused.
template <class Inner, class F>
class transform_source<Inner, F, false> : public stage_source<Inner>
{
public:
    using value_type = typename Inner::value_type;

    transform_source(Inner&& inner, F&&) : stage_source<Inner>(std::move(inner)) {}

    poll_result poll() { return this->inner_.poll(); }
    value_type&& value() noexcept { return this->inner_.value(); }
};

template <class Inner, class F>
using transform_stage = transform_source<Inner, F>;

} // namespace detail

/// What it does: puts each item of the source to its left through `function`, one after another: for what is not worth
/// a call of a map.
///
///     auto pages = genpool::lines(urls) | genpool::transform(parse_url) | genpool::map(pool, fetch);
///
/// Parameters: `function`: called with `T&&`; it returns neither void nor an awaitable, and is owned.
/// Executor, Cancellation: see `piped`.
/// Errors: those of the source, and what `function` throws, after the items before.
/// Object lifetimes: see `piped`. GCC 12 destroys a lambda with captures twice if it is written inside a `co_await`
///   expression: name it before.
/// Thread safety: safe; `function` is never called by two threads at once.
/// Exception safety: strong, but for what was moved in.
template <class Function>
auto transform(Function&& function)
{
    return detail::part<detail::transform_stage, std::decay_t<Function>>(std::forward<Function>(function));
}

} // namespace genpool
