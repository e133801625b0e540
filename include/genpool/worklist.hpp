// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>
#include <genpool/source.hpp>

#include <genpool/detail/parts/carried.hpp>
#include <genpool/detail/source/pull.hpp>

#include <boost/asio/error.hpp>

#include <cstddef>
#include <exception>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace genpool
{
namespace detail
{

/// What is to be done, and how many items are being worked on.
template <class T>
class work_queue
{
public:
    void push(T&& value)
    {
        std::list<T> added;
        added.push_back(std::move(value));
        source_host* reader = nullptr;
        {
            std::lock_guard lock(mutex_);
            items_.splice(items_.end(), added);
            reader = std::exchange(reader_, nullptr);
        }
        if (reader != nullptr)
            reader->wake();
    }

    /// An item is not worked on any more.
    void done() noexcept
    {
        source_host* reader = nullptr;
        {
            std::lock_guard lock(mutex_);
            if (--alive_ == 0 && items_.empty())
                reader = std::exchange(reader_, nullptr);
        }
        if (reader != nullptr)
            reader->wake();
    }

    pull poll(std::list<T>& item, source_host& host)
    {
        std::lock_guard lock(mutex_);
        if (cancelled_)
            std::rethrow_exception(make_error(boost::asio::error::operation_aborted));
        if (!items_.empty()) {
            item.splice(item.end(), items_, items_.begin());
            ++alive_;
            return pull::value;
        }
        if (alive_ == 0)
            return pull::end;
        reader_ = &host;
        return pull::pending;
    }

    void cancel() noexcept
    {
        source_host* reader = nullptr;
        {
            std::lock_guard lock(mutex_);
            cancelled_ = true;
            reader = std::exchange(reader_, nullptr);
        }
        if (reader != nullptr)
            reader->wake();
    }

private:
    std::mutex mutex_;
    std::list<T> items_;
    std::size_t alive_ = 0;
    source_host* reader_ = nullptr; // while it waits
    bool cancelled_ = false;
};

/// Keeps an item counted among those that are worked on.
template <class T>
class work_mark
{
public:
    explicit work_mark(std::shared_ptr<work_queue<T>> queue) noexcept : queue_(std::move(queue)) {}
    work_mark(work_mark&&) noexcept = default;
    work_mark& operator=(work_mark&&) = delete;
    ~work_mark()
    {
        if (queue_)
            queue_->done();
    }

private:
    std::shared_ptr<work_queue<T>> queue_;
};

} // namespace detail

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
class work_source
{
public:
    using value_type = typename worklist<T>::item;
    static constexpr bool synchronous = false;

    explicit work_source(std::shared_ptr<work_queue<T>> queue) noexcept : queue_(std::move(queue)) {}

    void bind(source_host& host) noexcept { host_ = &host; }

    pull poll()
    {
        std::list<T> next;
        auto const how = queue_->poll(next, *host_);
        if (how == pull::value) {
            work_mark<T> mark(queue_);
            item_.emplace(std::move(next.front()), std::move(mark));
        }
        return how;
    }

    value_type&& value() noexcept { return *std::move(item_); }
    void start() noexcept {}
    bool serial() const noexcept { return false; }
    void cancel() noexcept { queue_->cancel(); }

private:
    std::shared_ptr<work_queue<T>> queue_;
    std::optional<value_type> item_;
    source_host* host_ = nullptr;
};

template <class T>
inline constexpr bool has_own_traits<worklist<T>> = true;

template <class T>
struct source_traits<worklist<T>>
{
    using value_type = typename worklist<T>::item;
    static constexpr bool copied = true;
    static auto own(worklist<T> list) { return work_source<T>(std::move(list.queue_)); }
};

} // namespace detail
} // namespace genpool
