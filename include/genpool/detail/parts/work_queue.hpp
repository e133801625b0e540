// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>

#include <genpool/detail/parts/waking.hpp>
#include <genpool/detail/source/poll_result.hpp>

#include <boost/asio/error.hpp>

#include <cstddef>
#include <exception>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace genpool::detail
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
        waking reader;
        std::lock_guard lock(mutex_);
        items_.splice(items_.end(), added);
        reader.take(reader_);
    }

    /// An item is not worked on any more.
    void done() noexcept
    {
        waking reader;
        std::lock_guard lock(mutex_);
        if (--alive_ == 0 && items_.empty())
            reader.take(reader_);
    }

    poll_result poll(std::list<T>& item, source_waker& host)
    {
        std::lock_guard lock(mutex_);
        if (cancelled_)
            std::rethrow_exception(make_error(boost::asio::error::operation_aborted));
        if (!items_.empty()) {
            item.splice(item.end(), items_, items_.begin());
            ++alive_;
            return poll_result::value;
        }
        if (alive_ == 0)
            return poll_result::end;
        reader_ = &host;
        return poll_result::pending;
    }

    void cancel() noexcept
    {
        waking reader;
        std::lock_guard lock(mutex_);
        cancelled_ = true;
        reader.take(reader_);
    }

private:
    std::mutex mutex_;
    std::list<T> items_;
    std::size_t alive_ = 0;
    source_waker* reader_ = nullptr; // while it waits
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

/// The source that takes what is to be done, as `Item`s.
template <class T, class Item>
class work_source
{
public:
    using value_type = Item;
    static constexpr bool synchronous = false;

    explicit work_source(std::shared_ptr<work_queue<T>> queue) noexcept : queue_(std::move(queue)) {}

    void bind(source_waker& host) noexcept { host_ = &host; }

    poll_result poll()
    {
        std::list<T> next;
        auto const how = queue_->poll(next, *host_);
        if (how == poll_result::value) {
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
    source_waker* host_ = nullptr;
};

} // namespace genpool::detail
