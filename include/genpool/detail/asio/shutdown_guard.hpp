// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <atomic>
#include <thread>

namespace genpool::detail
{

/// Lets many threads use a thing until one closes it: after `close` returns nobody uses it, and nobody will.
class shutdown_guard
{
public:
    /// A pass that the guard lets in, held while the thing is used.
    class pass
    {
    public:
        explicit pass(shutdown_guard& g) noexcept : guard_(g), open_((g.state_.fetch_add(1) & closed) == 0) {}
        ~pass() { guard_.state_.fetch_sub(1); }
        pass(pass const&) = delete;
        pass& operator=(pass const&) = delete;
        explicit operator bool() const noexcept { return open_; }

    private:
        shutdown_guard& guard_;
        bool open_;
    };

    void close() noexcept
    {
        state_.fetch_or(closed);
        while ((state_.load() & ~closed) != 0)
            std::this_thread::yield();
    }

private:
    static constexpr unsigned closed = ~(~0u >> 1);

    std::atomic<unsigned> state_{0};
};

} // namespace genpool::detail
