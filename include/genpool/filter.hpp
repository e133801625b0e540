// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/piped.hpp>

#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>

namespace genpool
{
namespace detail
{

template <class Inner, class Predicate>
class filter_source : public stage_source<Inner>
{
public:
    using value_type = typename Inner::value_type;
    static_assert(
        std::predicate<Predicate&, value_type const&>,
        "genpool::filter: the predicate cannot be called with an item of the source (T const&), or does "
        "not give a bool");

    filter_source(Inner&& inner, Predicate predicate)
        : stage_source<Inner>(std::move(inner)), predicate_(std::move(predicate))
    {}

    poll_result poll()
    {
        for (;;) {
            auto const how = this->inner_.poll();
            if (how != poll_result::value || wanted())
                return how;
            require_wanted(*this->host_);
        }
    }

    value_type&& value() noexcept { return this->inner_.value(); }

private:
    bool wanted()
    {
        if constexpr (std::predicate<Predicate&, value_type const&>)
            return std::invoke(predicate_, static_cast<value_type const&>(this->inner_.value()));
        return true;
    }

    Predicate predicate_;
};

} // namespace detail

/// What it does: leaves out the items of the source to its left for which `predicate` is false.
///
///     auto fresh = genpool::files("photos") | genpool::filter(is_new) | genpool::map(pool, make_thumbnail);
///
/// Parameters: `predicate`: called with each item, as `T const&`, one after another; it is owned.
/// Executor, Cancellation: see `piped`. A source without end, of which no item is wanted, can be stopped.
/// Errors: those of the source, and what `predicate` throws, after the items before.
/// Object lifetimes: see `piped`. GCC 12 destroys a lambda with captures twice if it is written inside a `co_await`
///   expression: name it before.
/// Thread safety: safe; `predicate` is never called by two threads at once.
/// Exception safety: strong, but for what was moved in.
template <class Predicate>
auto filter(Predicate&& predicate)
{
    return detail::part<detail::filter_source, std::decay_t<Predicate>>(std::forward<Predicate>(predicate));
}

} // namespace genpool
