// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/source.hpp>

#include <genpool/detail/asio/token_for.hpp>
#include <genpool/detail/parts/count_of.hpp>
#include <genpool/detail/parts/push_reader.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/system/error_code.hpp>

#include <concepts>
#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

namespace genpool
{

/// What it does: is a source whose items are pushed into it, by threads or callbacks: a bounded queue. Copies are the
/// same queue: one is given to a map, others to those who push.
///
///     genpool::push_source<event> events(1000);
///     watcher.on_change([events](event e) mutable { events.try_push(std::move(e)); });
///     auto handled = genpool::map_stream(pool, events, handle);
///
/// Parameters: `capacity`: how many items may wait in it; see `limit`.
/// Executor: none of its own.
/// Cancellation: stopping what reads it ends its wait.
/// Errors: what it was closed with is the source's failure, after every item before. A second reader is refused with
///   `std::invalid_argument`, as is `automatic` by the constructor.
/// Object lifetimes: the queue lives as long as a copy. Once what reads it has let go of it, nothing can be pushed any
///   more.
/// Thread safety: safe, copies and shared objects alike; but only one reads.
/// Exception safety: strong.
template <class T>
class push_source
{
public:
    using value_type = T;

    explicit push_source(limit capacity)
        : queue_(std::make_shared<detail::push_queue<T>>(detail::bound_of("push_source", capacity)))
    {}

    /// What it does: queues `value`, once there is room. Pushes that wait keep their order.
    ///
    /// Completion signature: `void(boost::system::error_code)`: `asio::error::broken_pipe` if it was closed, or what
    ///   reads it has let go of it.
    /// Executor: the handler's associated executor, or `asio::system_executor`.
    /// Cancellation: every type ends the wait with `asio::error::operation_aborted`; the value is then lost.
    template <detail::token_for<void(boost::system::error_code)> Token>
    auto async_push(T value, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code)>(initiate{queue_}, token,
                                                                                   std::move(value));
    }

    /// Queues `value` if there is room; it is moved from only then.
    bool try_push(T&& value) { return try_push_lvalue(value); }
    bool try_push(T const& value) requires std::copy_constructible<T>
    {
        T copy(value);
        return try_push_lvalue(copy);
    }

    /// Ends the source after what was queued, with an error or without. Again: nothing.
    void close(std::exception_ptr error = nullptr) noexcept { queue_->close(std::move(error)); }

private:
    friend detail::source_traits<push_source>;

    bool try_push_lvalue(T& value)
    {
        boost::system::error_code error;
        return queue_->try_push(value, error);
    }

    struct initiate
    {
        template <class Handler>
        void operator()(Handler&& handler, T value) const
        {
            using parked = detail::parked_handler_of<std::decay_t<Handler>>;
            auto const waiter = parked::make(std::decay_t<Handler>(std::forward<Handler>(handler)));
            if (auto slot = waiter->slot(); slot.is_connected())
                slot.assign(
                    [queue = std::weak_ptr(queue), who = waiter.get()](boost::asio::cancellation_type) {
                        if (auto const q = queue.lock())
                            q->leave(who);
                    });
            queue->push(std::move(value), waiter);
        }

        std::shared_ptr<detail::push_queue<T>> queue;
    };

    std::shared_ptr<detail::push_queue<T>> queue_;
};

namespace detail
{

template <class T>
inline constexpr bool has_own_traits<push_source<T>> = true;

template <class T>
struct source_traits<push_source<T>>
{
    using value_type = T;
    static constexpr bool copied = true;
    static auto own(push_source<T> source) { return push_reader<T>(std::move(source.queue_)); }
};

} // namespace detail
} // namespace genpool
