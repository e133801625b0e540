// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/piped.hpp>

#include <cstdint>
#include <optional>
#include <utility>

namespace genpool
{

/// An item and its position in its source, from 0.
template <class T>
struct indexed
{
    indexed(std::uint64_t i, T&& v) : index(i), value(std::move(v)) {}

    std::uint64_t index;
    T value;
};

namespace detail
{

template <class Inner>
class enumerate_source : public stage_source<Inner>
{
public:
    using value_type = indexed<typename Inner::value_type>;
    using stage_source<Inner>::stage_source;

    poll_result poll()
    {
        auto const how = this->inner_.poll();
        if (how == poll_result::value)
            item_.emplace(next_++, this->inner_.value());
        return how;
    }

    value_type&& value() noexcept { return *std::move(item_); }
    bool ready() const noexcept requires tells_whether_ready<Inner> { return this->inner_.ready(); }

private:
    std::optional<value_type> item_;
    std::uint64_t next_ = 0;
};

} // namespace detail

/// What it does: gives each item of the source to its left with its position, from 0, as an `indexed<T>`.
///
///     auto numbered = genpool::lines(file) | genpool::enumerate() | genpool::map(pool, check);
///     // complaint check(genpool::indexed<std::string> line)
///
/// Parameters: none.
/// Executor, Cancellation, Errors, Object lifetimes: see `piped`.
/// Thread safety: safe.
/// Exception safety: an item whose move throws is the source's failure.
inline auto enumerate() { return detail::part<detail::enumerate_source>(); }

} // namespace genpool
