// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>

#include <genpool/detail/asio/slot_of.hpp>
#include <genpool/detail/asio/undocumented.hpp>
#include <genpool/detail/source/source_driver.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/recycling_allocator.hpp>
#include <boost/asio/system_executor.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// An item on its way to a handler: handlers are moved about, items need not survive that.
template <class T>
class travelling_item
{
public:
    void store(T&& item)
    {
        if constexpr (inside)
            place_.emplace(std::move(item));
        else
            place_ = std::make_unique<T>(std::move(item));
    }

    void take(std::optional<T>& item)
    {
        if (place_)
            item.emplace(std::move(*place_));
    }

private:
    static constexpr bool inside = std::is_nothrow_move_constructible_v<T>;
    std::conditional_t<inside, std::optional<T>, std::unique_ptr<T>> place_;
};

template <class Handler>
using next_allocator_t = boost::asio::associated_allocator_t<Handler, boost::asio::recycling_allocator<void>>;

template <class Handler>
using next_executor_t = boost::asio::associated_executor_t<Handler, boost::asio::system_executor>;

/// A handler with its results, on its way to its executor.
template <class T, class Handler>
class next_completion
{
public:
    using allocator_type = next_allocator_t<Handler>;

    next_completion(Handler&& handler, std::exception_ptr error, travelling_item<T> item)
        : handler_(std::move(handler)), error_(std::move(error)), item_(std::move(item))
    {}

    allocator_type get_allocator() const noexcept
    {
        return boost::asio::get_associated_allocator(handler_, boost::asio::recycling_allocator<void>());
    }

    void operator()()
    {
        if (auto slot = slot_of(handler_); slot.is_connected())
            slot.clear();
        std::optional<T> item;
        try {
            item_.take(item);
        } catch (...) {
            error_ = std::current_exception();
        }
        std::move(handler_)(std::move(error_), std::move(item));
    }

private:
    Handler handler_;
    std::exception_ptr error_;
    travelling_item<T> item_;
};

/// Passes what the slot of the handler is told on to the strand of the generator.
class next_cancellation
{
public:
    next_cancellation(std::weak_ptr<source_driver> puller, std::uint64_t ticket) noexcept
        : puller_(std::move(puller)), ticket_(ticket)
    {}

    void operator()(boost::asio::cancellation_type type) const
    {
        if (auto const puller = puller_.lock())
            puller->request_cancel(ticket_, type);
    }

private:
    std::weak_ptr<source_driver> puller_;
    std::uint64_t ticket_;
};

template <class T, class Handler>
class next_pull final : public hand_pull
{
    using executor_type = next_executor_t<Handler>;
    using allocator_type =
        typename std::allocator_traits<next_allocator_t<Handler>>::template rebind_alloc<next_pull>;
    using traits = std::allocator_traits<allocator_type>;

public:
    next_pull(Handler&& handler, executor_type const& executor)
        : handler_(std::move(handler)), work_(boost::asio::make_work_guard(executor))
    {}

    static next_pull* make(Handler& handler, executor_type const& executor)
    {
        auto allocator = allocator_for(handler);
        auto* const place = traits::allocate(allocator, 1);
        return ::new (static_cast<void*>(place)) next_pull(std::move(handler), executor);
    }

    auto slot() const noexcept { return slot_of(handler_); }

private:
    static allocator_type allocator_for(Handler const& handler) noexcept
    {
        return allocator_type(
            boost::asio::get_associated_allocator(handler, boost::asio::recycling_allocator<void>()));
    }

    void store(std::exception_ptr error, void* item) noexcept override
    {
        error_ = std::move(error);
        if (item == nullptr)
            return;
        try {
            item_.store(std::move(*static_cast<T*>(item)));
        } catch (...) {
            error_ = std::current_exception();
        }
    }

    void complete() override
    {
        auto const work(std::move(work_)); // keeps the executor busy until the handler is queued
        next_completion<T, Handler> completion(std::move(handler_), std::move(error_), std::move(item_));
        release(completion.get_allocator());
        boost::asio::post(work.get_executor(), std::move(completion));
    }

    void destroy() noexcept override { release(allocator_for(handler_)); }

    void release(allocator_type allocator) noexcept
    {
        this->~next_pull();
        traits::deallocate(allocator, this, 1);
    }

    Handler handler_;
    boost::asio::executor_work_guard<executor_type> work_;
    std::exception_ptr error_;
    travelling_item<T> item_;
};

/// Where the body of a generator that is pulled by hand runs, in a strand: not on the executor of a future, which
/// holds the promise.
template <class Executor>
boost::asio::any_io_executor home_of(Executor const& executor)
{
    if constexpr (is_promise_executor<Executor>)
        return system_home();
    else
        return plain_home(executor);
}

/// Initiates `generator<T>::async_next`.
template <class T>
class initiate_next
{
public:
    explicit initiate_next(std::shared_ptr<source_driver> puller) noexcept : puller_(std::move(puller)) {}

    template <class Handler>
    void operator()(Handler&& handler) const
    {
        using claimed = source_driver::claimed;
        std::decay_t<Handler> mine(std::forward<Handler>(handler));
        auto const executor = boost::asio::get_associated_executor(mine, boost::asio::system_executor());
        switch (puller_->claim(home_of(executor))) {
        case claimed::already:
            return complete(executor, mine, make_error(boost::asio::error::already_started));
        case claimed::too_late:
            return complete(executor, mine, make_error(boost::asio::error::operation_aborted));
        case claimed::yes:
            begin(executor, mine);
        }
    }

private:
    template <class Executor, class Handler>
    void begin(Executor const& executor, Handler& handler) const
    {
        hand_pull::owner op;
        try {
            auto made = next_pull<T, Handler>::make(handler, executor);
            auto slot = made->slot();
            op.reset(made);
            if (slot.is_connected())
                slot.template emplace<next_cancellation>(puller_, puller_->ticket());
        } catch (...) {
            puller_->unclaim();
            throw;
        }
        puller_->begin(std::move(op));
    }

    template <class Executor, class Handler>
    static void complete(Executor const& executor, Handler& handler, std::exception_ptr error)
    {
        boost::asio::post(executor, next_completion<T, Handler>(std::move(handler), std::move(error), {}));
    }

    std::shared_ptr<source_driver> puller_;
};

} // namespace genpool::detail
