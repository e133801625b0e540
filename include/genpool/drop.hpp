// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/piped.hpp>

#include <genpool/detail/parts/count_of.hpp>

#include <concepts>
#include <cstdint>
#include <utility>

namespace genpool
{
namespace detail
{

template <class Inner, class Count>
class drop_source : public stage_source<Inner>
{
public:
    using value_type = typename Inner::value_type;

    drop_source(Inner&& inner, Count count) : stage_source<Inner>(std::move(inner)), left_(count) {}

    poll_result poll()
    {
        for (; left_ != 0; --left_) {
            auto const how = this->inner_.poll();
            if (how != poll_result::value)
                return how;
            require_wanted(*this->host_);
        }
        return this->inner_.poll();
    }

    value_type&& value() noexcept { return this->inner_.value(); }
    bool ready() const noexcept requires tells_whether_ready<Inner> { return this->inner_.ready(); }

private:
    Count left_;
};

} // namespace detail

/// What it does: leaves out the first `count` items of the source to its left.
///
///     auto records = genpool::lines(file) | genpool::drop(1) | genpool::map(pool, parse); // without the heading
///
/// Parameters: `count`: any integer from 0 up.
/// Executor, Cancellation: see `piped`.
/// Errors: those of the source. `std::invalid_argument`, naming the value, for a negative count.
/// Object lifetimes: see `piped`.
/// Thread safety: safe.
/// Exception safety: strong.
template <std::integral Count>
auto drop(Count count)
{
    return detail::part<detail::drop_source, std::uint64_t>(detail::count_of("drop", count, 0));
}

} // namespace genpool
