// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/piped.hpp>

#include <genpool/detail/parts/count_of.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace genpool
{
namespace detail
{

template <class Inner, class Count>
class take_source : public stage_source<Inner>
{
public:
    using value_type = typename Inner::value_type;

    take_source(Inner&& inner, Count count) : stage_source<Inner>(std::move(inner)), left_(count) {}

    void hint(std::size_t n) noexcept requires requires(Inner& i) { i.hint(n); }
    {
        if (left_ != 0)
            this->inner_.hint(std::min<Count>(n, left_));
    }

    poll_result poll()
    {
        if (left_ == 0) {
            this->inner_.cancel();
            return poll_result::end;
        }
        auto const how = this->inner_.poll();
        left_ -= how == poll_result::value;
        return how;
    }

    value_type&& value() noexcept { return this->inner_.value(); }
    bool ready() const noexcept requires tells_whether_ready<Inner>
    {
        return left_ == 0 || this->inner_.ready();
    }
    bool would_block() const requires tells_whether_it_would_block<Inner>
    {
        return left_ != 0 && this->inner_.would_block();
    }

private:
    Count left_;
};

} // namespace detail

/// What it does: gives the first `count` items of the source to its left, then ends. Nothing is pulled beyond them, so
/// that `take(0)` pulls nothing; and when it ends, the maps to its left are stopped. What those had pulled ahead of
/// it, within their windows, is lost.
///
///     auto some = genpool::files("photos") | genpool::take(100) | genpool::map(pool, make_thumbnail);
///
/// Parameters: `count`: any integer from 0 up.
/// Executor, Cancellation: see `piped`.
/// Errors: those of the source. `std::invalid_argument`, naming the value, for a negative count.
/// Object lifetimes: see `piped`.
/// Thread safety: safe.
/// Exception safety: strong.
template <std::integral Count>
auto take(Count count)
{
    return detail::part<detail::take_source, std::uint64_t>(detail::count_of("take", count, 0));
}

} // namespace genpool
