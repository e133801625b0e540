// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source/async_source.hpp>
#include <genpool/detail/source/owned_elements.hpp>
#include <genpool/detail/source/poll_result.hpp>
#include <genpool/detail/source/source_traits.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

namespace genpool::detail
{

/// The elements of `R` are lvalues that it owns and nobody else will look at: they may be moved out.
template <class R>
concept owns_elements =
    !std::ranges::view<R> && std::same_as<std::ranges::range_reference_t<R>, std::ranges::range_value_t<R>&>;

/// The elements of `R` exist outside its iterator, and may be moved out.
template <class R>
concept movable_elements =
    owns_elements<R> || std::same_as<std::ranges::range_reference_t<R>, std::ranges::range_value_t<R> &&>;

/// An input range whose elements a source can hand on.
template <class R>
concept source_range = std::ranges::input_range<R> &&
    std::move_constructible<std::ranges::range_value_t<R>> &&
    (movable_elements<R> ||
     std::constructible_from<std::ranges::range_value_t<R>, std::ranges::range_reference_t<R>>);

template <class R>
inline constexpr bool counts_only = false;
template <std::integral W, class Bound>
inline constexpr bool counts_only<std::ranges::iota_view<W, Bound>> = true;

/// No element has to be waited for, or takes long to find.
template <class R>
concept elements_are_there = std::ranges::contiguous_range<R> || counts_only<R>;

/// A range of elements that come from outside, which knows whether the next one has come.
template <class R>
concept can_tell_that_it_blocks = requires(R const& range)
{
    {
        range.would_block()
        } -> std::convertible_to<bool>;
};

/// The place of an element that is copied, or made, when it is asked for.
template <class R>
class made_element
{
public:
    template <class Iterator>
    void take(Iterator& position)
    {
        element_.emplace(*position);
    }

    std::ranges::range_value_t<R>&& get() noexcept { return *std::move(element_); }

private:
    std::optional<std::ranges::range_value_t<R>> element_;
};

/// Refers to an element that can be moved out of where it is.
template <movable_elements R>
class made_element<R>
{
public:
    template <class Iterator>
    void take(Iterator& position)
    {
        auto&& element = *position;
        element_ = std::addressof(element);
    }

    std::ranges::range_value_t<R>&& get() noexcept { return std::move(*element_); }

private:
    std::ranges::range_value_t<R>* element_ = nullptr;
};

/// The bound source of a range. It is advanced by the poll that asks for the next element, not by the one
/// that gave the last: computing an element, or waiting for a line of input, may take long or throw.
template <class R>
class range_source
{
public:
    using value_type = std::ranges::range_value_t<R>;
    static constexpr bool synchronous = true;

    explicit range_source(R&& range) : range_(std::move(range)) {}

    void bind(source_waker&) noexcept {}

    poll_result poll()
    {
        if (cursor_)
            ++cursor_->position;
        else
            cursor_.emplace(range_);
        if (cursor_->position == cursor_->end)
            return poll_result::end;
        element_.take(cursor_->position);
        return poll_result::value;
    }

    bool ready() const noexcept { return elements_are_there<R>; }
    /// Whether the element that was given last is the last one.
    bool exhausted() const requires elements_are_there<R>
    {
        return std::ranges::next(cursor_->position) == cursor_->end;
    }
    bool would_block() const requires can_tell_that_it_blocks<R> { return range_.would_block(); }
    value_type&& value() noexcept { return element_.get(); }
    void start() noexcept {}
    bool serial() const noexcept { return false; }
    void cancel() noexcept {}

private:
    struct cursor
    {
        explicit cursor(R& range) : position(std::ranges::begin(range)), end(std::ranges::end(range)) {}

        std::ranges::iterator_t<R> position;
        std::ranges::sentinel_t<R> end;
    };

    R range_;
    std::optional<cursor> cursor_; // made in place: iterators of a range that moves are lost
    made_element<R> element_;
};

template <source_range R>
    requires(std::move_constructible<R> && !has_async_next<R> && !refers_to_its_elements<R>)
struct source_traits<R>
{
    using value_type = std::ranges::range_value_t<R>;
    static constexpr bool copied = std::ranges::view<R>;
    static auto own(R range) { return range_source<R>(std::move(range)); }
};

/// Its elements go with the expression that it is written in.
template <std::copy_constructible T>
struct source_traits<std::initializer_list<T>>
{
    using value_type = T;
    static auto container(std::initializer_list<T> list) { return std::vector<T>(list); }
    static auto own(std::initializer_list<T> list) { return range_source<std::vector<T>>(container(list)); }
};

template <class T, std::size_t n>
    requires std::move_constructible<std::remove_cv_t<T>>
struct source_traits<T[n]>
{
    using value_type = std::remove_cv_t<T>;
    static auto container(T (&&array)[n]) { return std::to_array(std::move(array)); }
    static auto own(T (&&array)[n])
    {
        return range_source<std::array<value_type, n>>(container(std::move(array)));
    }
};

template <class R>
    requires(source_range<std::ranges::ref_view<R>> && !has_async_next<R>)
struct source_traits<std::reference_wrapper<R>>
{
    using value_type = std::ranges::range_value_t<R>;
    static constexpr bool copied = true;

    static auto own(std::reference_wrapper<R> range)
    {
        return range_source<std::ranges::ref_view<R>>(std::ranges::ref_view<R>(range.get()));
    }
};

} // namespace genpool::detail
