// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>

#include <genpool/detail/asio/parked_handler.hpp>
#include <genpool/detail/parts/stage.hpp>
#include <genpool/detail/parts/waking.hpp>
#include <genpool/detail/source/poll_result.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

namespace genpool::detail
{

/// The queue between those who push and the one who pulls. Items are moved outside the lock.
template <class T>
class push_queue
{
    struct entry
    {
        explicit entry(T&& v) : value(std::move(v)) {}

        T value;
        std::shared_ptr<parked_handler> handler; // of a push that waits
    };
    using entries = std::list<entry>;

public:
    explicit push_queue(std::size_t capacity) noexcept : capacity_(capacity) {}

    /// Queues `value`, moving from it, if there is room; `error` says if nobody will ever want it.
    bool try_push(T& value, boost::system::error_code& error)
    {
        if (!reserve(error))
            return false;
        entries added;
        try {
            added.emplace_back(std::move(value));
        } catch (...) {
            add(added);
            throw;
        }
        add(added);
        return true;
    }

    /// Has `handler` told once `value` is queued, or never will be. Returns what to pass to `leave`.
    parked_handler* push(T&& value, std::shared_ptr<parked_handler> handler)
    {
        entries added;
        added.emplace_back(std::move(value));
        waking reader;
        auto* const name = handler.get();
        added.front().handler = std::move(handler);
        boost::system::error_code error;
        std::unique_lock lock(mutex_);
        if (over()) {
            error = boost::asio::error::broken_pipe;
        } else if (!has_room()) {
            waiting_.splice(waiting_.end(), added);
            return name;
        } else {
            auto const told = std::move(added.front().handler);
            items_.splice(items_.end(), added);
            reader.take(reader_);
            lock.unlock();
            told->complete(error);
            return name;
        }
        lock.unlock();
        tell(added, error);
        return name;
    }

    /// Whoever has pushed waits no more.
    void leave(parked_handler const* who) noexcept
    {
        entries left;
        {
            std::lock_guard lock(mutex_);
            auto const position = std::find_if(waiting_.begin(), waiting_.end(),
                                               [&](entry& e) { return e.handler.get() == who; });
            if (position != waiting_.end())
                left.splice(left.end(), waiting_, position);
        }
        tell(left, boost::asio::error::operation_aborted);
    }

    void close(std::exception_ptr error) noexcept
    {
        waking reader;
        entries refused;
        {
            std::lock_guard lock(mutex_);
            if (std::exchange(closed_, true))
                return;
            error_ = std::move(error);
            refused.swap(waiting_);
            reader.take(reader_);
        }
        tell(refused, boost::asio::error::broken_pipe);
    }

    // For the one who reads.

    void attach()
    {
        std::lock_guard lock(mutex_);
        if (std::exchange(has_reader_, true))
            throw std::invalid_argument("genpool: this push_source has a reader already");
    }

    void detach() noexcept
    {
        entries refused, unread;
        {
            std::lock_guard lock(mutex_);
            abandoned_ = true;
            refused.swap(waiting_);
            unread.swap(items_);
        }
        tell(refused, boost::asio::error::broken_pipe);
    }

    poll_result poll(std::optional<T>& item, source_waker& host)
    {
        require_wanted(host); // it may have been waited for when it was stopped
        entries taken;
        std::shared_ptr<parked_handler> accepted;
        {
            std::lock_guard lock(mutex_);
            if (cancelled_)
                std::rethrow_exception(make_error(boost::asio::error::operation_aborted));
            if (items_.empty()) {
                if (closed_ && error_)
                    std::rethrow_exception(error_);
                if (closed_)
                    return poll_result::end;
                reader_ = &host;
                return poll_result::pending;
            }
            taken.splice(taken.end(), items_, items_.begin());
            if (!waiting_.empty()) {
                accepted = std::move(waiting_.front().handler);
                items_.splice(items_.end(), waiting_, waiting_.begin());
            }
        }
        if (accepted)
            accepted->complete({});
        item.emplace(std::move(taken.front().value));
        return poll_result::value;
    }

    void cancel() noexcept
    {
        waking reader;
        std::lock_guard lock(mutex_);
        cancelled_ = true;
        reader.take(reader_);
    }

private:
    bool over() const noexcept { return closed_ || abandoned_; }
    bool has_room() const noexcept { return items_.size() + reserved_ < capacity_; }

    bool reserve(boost::system::error_code& error)
    {
        std::lock_guard lock(mutex_);
        if (over())
            error = boost::asio::error::broken_pipe;
        else if (has_room())
            return ++reserved_ != 0;
        return false;
    }

    /// In the place that was reserved for it.
    void add(entries& added) noexcept
    {
        waking reader;
        std::lock_guard lock(mutex_);
        --reserved_;
        if (added.empty() || abandoned_)
            return;
        items_.splice(items_.end(), added);
        reader.take(reader_);
    }

    static void tell(entries& all, boost::system::error_code error) noexcept
    {
        for (auto& one : all)
            one.handler->complete(error);
    }

    std::mutex mutex_;
    std::size_t const capacity_;
    entries items_;
    entries waiting_; // only while there is no room
    std::size_t reserved_ = 0;
    source_waker* reader_ = nullptr; // while it waits
    std::exception_ptr error_;
    bool has_reader_ = false;
    bool abandoned_ = false;
    bool cancelled_ = false;
    bool closed_ = false;
};

} // namespace genpool::detail
