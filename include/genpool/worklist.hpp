// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/source.hpp>

#include <genpool/detail/parts/carried.hpp>
#include <genpool/detail/parts/work_queue.hpp>

#include <memory>
#include <utility>

namespace genpool
{

/// What it does: is a source of items to which the calls of its map add further ones, a crawler's pages, say. It ends
/// when nothing is queued and no item is alive: when the calls of all have returned, and nobody who moved an item on
/// keeps it. Copies are the same list.
///
///     genpool::worklist<url> pages;
///     pages.push(start);
///     auto titles = genpool::map_stream(pool, pages, [pages](url page) mutable {
///         auto const text = fetch(page);
///         for (url link : links_in(text))
///             pages.push(link);
///         return title_of(text);
///     });
///
/// Parameters: `T`: movable. The items are `worklist<T>::item`, which a function may take as a `T`.
/// Executor: none of its own.
/// Cancellation: stopping what reads it ends its wait.
/// Errors: none of its own.
/// Object lifetimes: the list lives as long as a copy, or an item of it.
/// Thread safety: safe, copies and shared objects alike; but only one map reads it. The list grows with what is added:
///   it is no bound on memory, since a call that waited for room could wait for ever.
/// Exception safety: strong.
template <class T>
class worklist
{
public:
    class item : public detail::carried<T>
    {
    public:
        item(T&& value, detail::work_mark<T> mark)
            : detail::carried<T>(std::move(value)), mark_(std::move(mark))
        {}

    private:
        detail::work_mark<T> mark_;
    };

    using value_type = item;

    worklist() : queue_(std::make_shared<detail::work_queue<T>>()) {}

    /// Adds an item: before the map begins, or from inside a call, so that the list has not ended.
    void push(T value) const { queue_->push(std::move(value)); }

private:
    friend detail::source_traits<worklist>;

    std::shared_ptr<detail::work_queue<T>> queue_;
};

namespace detail
{

template <class T>
inline constexpr bool has_own_traits<worklist<T>> = true;

template <class T>
struct source_traits<worklist<T>>
{
    using value_type = typename worklist<T>::item;
    static constexpr bool copied = true;
    static auto own(worklist<T> list) { return work_source<T, value_type>(std::move(list.queue_)); }
};

} // namespace detail
} // namespace genpool
