// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <cstddef>
#include <iterator>
#include <memory>
#include <ranges>
#include <utility>

namespace genpool
{
namespace detail
{

/// What a `produced_range` runs: one item after another, from wherever they come.
template <class T>
class producer
{
public:
    producer() = default;
    producer(producer const&) = delete;
    producer& operator=(producer const&) = delete;
    virtual ~producer() = default;

    void start()
    {
        if (!std::exchange(started_, true))
            advance();
    }

    void advance()
    {
        at_end_ = true; // stays so if an exception leaves
        at_end_ = !produce(current_);
    }

    bool at_end() const noexcept { return at_end_; }

    /// Whether `advance` would have to wait for something to come from outside.
    virtual bool would_block() noexcept { return false; }

    T& current() noexcept { return current_; }

private:
    /// Assigns the next item to `current` and returns true; false at the end. Not called again after that or
    /// after an exception.
    virtual bool produce(T& current) = 0;

    T current_;
    bool started_ = false;
    bool at_end_ = false;
};

} // namespace detail

/// What it does: yields items one at a time, each produced when it is asked for: what `files`, `lines` and
/// `paths_from` return. A single-pass `std::ranges::input_range` and a move-only view. Dereferencing gives an
/// rvalue, so that an item can be moved out: mind predicates that take their argument by value.
///
/// Parameters: none; those functions make it. Nothing is opened or read before `begin()`.
/// Errors: `begin()` and the increment of an iterator throw what the producer found wrong; the range is at
///   its end then. Calling `begin()` again gives the position that was reached.
/// Object lifetimes: a range may be moved at any time, also half consumed: its iterators stay valid. They
///   must not outlive it. Destroying it early gives back all that it holds. Of a range that was moved from
///   only destruction and assignment are allowed.
/// Thread safety: distinct objects: safe. Shared objects: unsafe; a range and its iterators are one object.
///   They may be used on different threads one after another.
/// Exception safety: an increment that throws ends the range; nothing is leaked.
template <class T>
class produced_range : public std::ranges::view_interface<produced_range<T>>
{
public:
    class iterator
    {
    public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;

        explicit iterator(detail::producer<T>& producer) noexcept : producer_(&producer) {}

        value_type&& operator*() const noexcept { return std::move(producer_->current()); }

        iterator& operator++()
        {
            producer_->advance();
            return *this;
        }

        void operator++(int) { ++*this; }

        friend bool operator==(iterator const& position, std::default_sentinel_t) noexcept
        {
            return position.producer_->at_end();
        }

    private:
        detail::producer<T>* producer_;
    };

    explicit produced_range(std::unique_ptr<detail::producer<T>> producer) noexcept
        : producer_(std::move(producer))
    {}

    iterator begin()
    {
        producer_->start();
        return iterator(*producer_);
    }

    std::default_sentinel_t end() const noexcept { return {}; }

    /// Whether the next item has to be waited for: a map then first runs what it has pulled.
    bool would_block() const noexcept { return producer_->would_block(); }

private:
    std::unique_ptr<detail::producer<T>> producer_;
};

} // namespace genpool
