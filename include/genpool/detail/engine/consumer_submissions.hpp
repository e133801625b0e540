// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <atomic>
#include <thread>
#include <utility>

namespace genpool::detail
{

/// What of a map is about to be submitted to a consumer's executor. The context of that, when it is destroyed, waits
/// until it has been: what was submitted by then, it destroys by itself.
class consumer_submissions
{
public:
    void begin() noexcept { count_.fetch_add(1); }

    void wait_for_all() const noexcept
    {
        while (count_ != 0)
            std::this_thread::yield();
    }

    /// Ends what `begin` began.
    class pass
    {
    public:
        explicit pass(consumer_submissions& all) noexcept : all_(&all) {}
        ~pass() { end(); }
        pass(pass const&) = delete;
        pass& operator=(pass const&) = delete;

        void end() noexcept
        {
            if (auto* const all = std::exchange(all_, nullptr))
                all->count_.fetch_sub(1);
        }

    private:
        consumer_submissions* all_;
    };

private:
    std::atomic<unsigned> count_{0};
};

} // namespace genpool::detail
