// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/call_strand.hpp>
#include <genpool/detail/cancellable_strand.hpp>
#include <genpool/detail/core.hpp>
#include <genpool/detail/worker.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <vector>

namespace genpool::detail
{

/// A coroutine that waits, as the handler of the operation that it awaits.
class parked_coroutine
{
public:
    parked_coroutine() = default;
    parked_coroutine(parked_coroutine const&) = delete;
    parked_coroutine& operator=(parked_coroutine const&) = delete;
    ~parked_coroutine() { destroy(); }

    explicit operator bool() const noexcept { return held_ != nullptr; }

    template <class Handler>
    void emplace(Handler&& handler) noexcept
    {
        using type = handler_of<std::decay_t<Handler>>;
        static_assert(sizeof(type) <= sizeof memory_ && alignof(type) <= alignof(std::max_align_t));
        held_ = ::new (static_cast<void*>(memory_)) type(std::move(handler));
    }

    /// It goes on in here, and may be parked again before this returns.
    void resume() { std::exchange(held_, nullptr)->resume(); }

    void destroy() noexcept
    {
        if (auto* const h = std::exchange(held_, nullptr))
            h->~held();
    }

private:
    struct held
    {
        virtual ~held() = default;
        virtual void resume() = 0;
    };

    template <class Handler>
    struct handler_of final : held
    {
        explicit handler_of(Handler&& h) noexcept : handler(std::move(h)) {}

        void resume() override
        {
            auto h = std::move(handler);
            this->~handler_of();
            std::move(h)();
        }

        Handler handler;
    };

    alignas(std::max_align_t) std::byte memory_[64];
    held* held_ = nullptr;
};

/// What the calls of a worker are told, one after the other, while they are under way. Apart from `request_stop`, all is
/// inside the worker's strand.
class call_cancellation
{
public:
    static constexpr std::uint64_t none = ~std::uint64_t(0);

    boost::asio::cancellation_slot slot() noexcept { return signal_.slot(); }

    /// The call of that item begins. True: it is wasted already, and has to be told.
    bool begin(std::uint64_t index) noexcept
    {
        running_ = index;
        return index >= cancelled_from_;
    }

    /// True: it was told, so that its coroutine is marked as cancelled.
    void end() noexcept { running_ = none; }

    /// Those of items from `index` on, also those that begin later.
    void cancel(std::uint64_t index) noexcept
    {
        cancelled_from_ = std::min(cancelled_from_, index);
        if (running_ != none && running_ >= index)
            signal_.emit(boost::asio::cancellation_type::terminal);
    }

private:
    boost::asio::cancellation_signal signal_;
    std::uint64_t running_ = none;
    std::uint64_t cancelled_from_ = none;
};

/// The stop tokens of those calls: from any thread, since a call that blocks its thread is told, too.
class call_stop
{
public:
    /// For the call of that item.
    std::stop_token begin(std::uint64_t index);
    void end() noexcept;
    void request(std::uint64_t from) noexcept;

private:
    std::mutex mutex_;
    std::stop_source stop_;
    std::uint64_t running_ = call_cancellation::none;
    std::uint64_t stopped_from_ = call_cancellation::none;
};
