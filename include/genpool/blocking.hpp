// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>
#include <genpool/stream.hpp>

#include <genpool/detail/blocking_waiter.hpp>

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <utility>

namespace genpool
{

/// What it does: gives the results of a stream to a plain `for`: each step waits for the next one. Made by
/// `blocking`.
///
/// Errors: a step throws what `stream::async_next` would complete with, and `would_deadlock` when this
///   stage's or an earlier stage's executor runs on the calling thread, or a call of genpool is below on its
///   stack.
/// Object lifetimes: the destructor closes the map and waits until every call has returned. That another
///   thread runs the pool is a precondition.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
template <class R>
class blocking_range : public std::ranges::view_interface<blocking_range<R>>
{
public:
    using value_type = typename stream<R>::value_type;

    class iterator
    {
    public:
        using value_type = blocking_range::value_type;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;

        iterator() = default;

        value_type& operator*() const noexcept { return *range_->current_; }

        iterator& operator++()
        {
            range_->advance();
            return *this;
        }

        void operator++(int) { ++*this; }

        bool operator==(std::default_sentinel_t) const noexcept { return !range_->current_; }

    private:
        friend class blocking_range;
        explicit iterator(blocking_range& range) noexcept : range_(&range) {}

        blocking_range* range_ = nullptr;
    };

    explicit blocking_range(stream<R>&& s) : waiter_(detail::stream_access::core(s)), stream_(std::move(s))
    {
        waiter_.check();
    }

    blocking_range(blocking_range&&) = default;
    blocking_range& operator=(blocking_range&&) = delete;
    ~blocking_range() { waiter_.close(); }

    /// Waits for the first result; called once.
    iterator begin()
    {
        advance();
        return iterator(*this);
    }

    std::default_sentinel_t end() const noexcept { return {}; }

private:
    void advance()
    {
        current_.reset();
        for (;;) {
            if ((current_ = stream_.try_next()))
                return;
            if (waiter_.wait())
                return; // the end; a failure has been thrown
        }
    }

    detail::blocking_waiter waiter_;
    stream<R> stream_;
    std::optional<value_type> current_;
};

/// What it does: makes a stream a range for a plain `for`.
///
/// Errors: throws `would_deadlock`, as every step does; the stream is then dropped.
/// Thread safety: safe.
template <class R>
blocking_range<R> blocking(stream<R>&& s)
{
    return blocking_range<R>(std::move(s));
}

} // namespace genpool
