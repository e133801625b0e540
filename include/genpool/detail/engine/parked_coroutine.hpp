// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

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

} // namespace genpool::detail
