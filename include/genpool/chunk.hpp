// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/piped.hpp>

#include <genpool/detail/parts/chunk_filling.hpp>
#include <genpool/detail/parts/count_of.hpp>
#include <genpool/detail/parts/timed_chunk.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace genpool
{
namespace detail
{

template <class Inner, class Size>
class chunk_source : public stage_source<Inner>
{
    using item = typename Inner::value_type;

public:
    using value_type = std::vector<item>;

    chunk_source(Inner&& inner, Size size) : stage_source<Inner>(std::move(inner)), chunk_(size) {}

    poll_result poll()
    {
        while (!chunk_.full() && !chunk_.over()) {
            auto how = poll_result::value;
            try {
                if (!chunk_.empty())
                    require_wanted(*this->host_);
                how = this->inner_.poll();
                if (how == poll_result::value)
                    chunk_.add(this->inner_.value());
            } catch (...) {
                chunk_.fail(std::current_exception());
            }
            if (how == poll_result::end)
                chunk_.end();
            else if (how != poll_result::value)
                return how;
        }
        return chunk_.give();
    }

    value_type&& value() noexcept { return chunk_.given(); }

private:
    chunk_filling<item> chunk_;
};

} // namespace detail

/// What it does: gives the items of the source to its left in vectors of `size`; the last one may be shorter, and is
/// never empty.
///
///     auto stored = genpool::lines(file) | genpool::chunk(500) | genpool::map(pool, insert_rows);
///
/// Parameters: `size`: any integer from 1 up.
/// Executor, Cancellation: see `piped`.
/// Errors: those of the source, after a vector of the items before. `std::invalid_argument`, naming the value, for a
///   size below 1.
/// Object lifetimes: see `piped`.
/// Thread safety: safe.
/// Exception safety: strong.
template <std::integral Size>
auto chunk(Size size)
{
    return detail::part<detail::chunk_source, std::size_t>(detail::count_of("chunk", size, 1));
}

/// The same, but a vector that has begun waits no longer than `within` for further items.
///
///     auto stored = std::move(events) | genpool::chunk(500, 1s) | genpool::map(pool, insert_rows);
///
/// Parameters: `within`: from the first item of a vector; not negative. It ends a wait of the source, not a source that
///   blocks its thread.
/// Executor: it waits in the strand of whoever pulls.
/// Cancellation, Errors, Thread safety, Exception safety: as above.
/// Object lifetimes: see `merge`: what the source awaits when the pipe is given up may end after the final completion.
template <std::integral Size>
auto chunk(Size size, std::chrono::steady_clock::duration within)
{
    if (within < within.zero())
        throw std::invalid_argument("genpool::chunk: the time must not be negative, not " +
                                    std::to_string(within.count()) + " ns");
    return detail::part<detail::timed_chunk_source, detail::chunk_limits>(
        {detail::count_of("chunk", size, 1), within});
}

} // namespace genpool
