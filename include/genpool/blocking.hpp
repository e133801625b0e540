// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>
#include <genpool/map_stream.hpp>
#include <genpool/piped.hpp>
#include <genpool/stream.hpp>

#include <genpool/detail/consumer/blocking_waiter.hpp>
#include <genpool/detail/parts/ender.hpp>

#include <boost/asio/system_executor.hpp>

#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <utility>

namespace genpool
{

namespace detail
{

/// What a blocking range and its iterators share. An item is waited for when it is looked at, or when the end is asked
/// for: not before, so that who wants three items does not wait for a fourth.
template <class R>
class blocking_cursor
{
public:
    using value_type = typename stream<R>::value_type;

    explicit blocking_cursor(stream<R>&& s) : waiter_(stream_access::core(s)), stream_(std::move(s))
    {
        waiter_.check();
    }

    blocking_cursor(blocking_cursor const&) = delete;
    blocking_cursor& operator=(blocking_cursor const&) = delete;
    ~blocking_cursor() { waiter_.close(); }

    /// Leaves behind what a loop before has looked at.
    void begin() noexcept
    {
        if (seen_)
            current_.reset();
    }

    value_type& get()
    {
        at_end();
        seen_ = true;
        return *current_;
    }

    void advance()
    {
        at_end();
        current_.reset();
    }

    bool at_end()
    {
        while (!current_) {
            seen_ = false;
            if (auto next = stream_.try_next())
                current_.emplace(*std::move(next)); // which need not be assignable
            else if (waiter_.wait())
                return true; // the end; a failure has been thrown
        }
        return false;
    }

private:
    blocking_waiter waiter_;
    stream<R> stream_;
    std::optional<value_type> current_;
    bool seen_ = false;
};

} // namespace detail

/// What it does: gives the results of a stream to a plain `for`, or to views: each item is waited for when it is
/// wanted. Made by `blocking`. A single-pass `std::ranges::input_range` and a view: copies and iterators share one
/// position, and `begin` is where the last loop has got to.
///
/// Errors: looking at an item, and asking for the end, throws what `stream::async_next` would complete with, and
///   `would_deadlock` when this stage's or an earlier stage's executor runs on the calling thread, or a call
///   of genpool is below on its stack.
/// Object lifetimes: the destructor of the last copy closes the map and waits until every call has returned.
///   That another thread runs the pool is a precondition. Iterators must not outlive the range.
/// Thread safety: distinct objects: safe, but for copies of one another. Shared objects: unsafe.
template <class R>
class blocking_range : public std::ranges::view_interface<blocking_range<R>>
{
    using cursor = detail::blocking_cursor<R>;

public:
    using value_type = typename stream<R>::value_type;

    class iterator
    {
    public:
        using value_type = blocking_range::value_type;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;

        iterator() = default;

        value_type& operator*() const { return cursor_->get(); }

        iterator& operator++()
        {
            cursor_->advance();
            return *this;
        }

        void operator++(int) { ++*this; }

        bool operator==(std::default_sentinel_t) const { return cursor_->at_end(); }

    private:
        friend class blocking_range;
        explicit iterator(cursor& c) noexcept : cursor_(&c) {}

        cursor* cursor_ = nullptr;
    };

    explicit blocking_range(stream<R>&& s) : cursor_(std::make_shared<cursor>(std::move(s))) {}

    iterator begin() const noexcept
    {
        cursor_->begin();
        return iterator(*cursor_);
    }

    std::default_sentinel_t end() const noexcept { return {}; }

private:
    std::shared_ptr<cursor> cursor_;
};

/// What it does: makes a stream a range for a plain `for`, and for views: `blocking(stream) | std::views::take(3)`
/// takes three items, and waits for no fourth.
///
/// Errors: throws `would_deadlock`, as every step does, and `std::bad_alloc`; the stream is then dropped.
/// Thread safety: safe.
template <class R>
blocking_range<R> blocking(stream<R>&& s)
{
    return blocking_range<R>(std::move(s));
}

/// What it does: the same for any source: `for (auto& page : genpool::blocking(std::move(pages) | genpool::take(3)))`. It is
/// pulled ahead, on the pool of its last map, or, where there is none, on `asio::system_executor`.
///
/// Errors: as above; an error of the source is a `source_error`.
/// Thread safety: safe.
template <class Source>
auto blocking(Source&& s)
{
    if constexpr (detail::require_source<Source>()) {
        auto bound = detail::make_source(std::forward<Source>(s));
        auto const pool = detail::pool_of(bound, boost::asio::system_executor());
        return blocking(
            map_stream(pool, piped<decltype(bound)>(std::move(bound)), std::identity(), {.concurrency = 1}));
    }
}

} // namespace genpool
