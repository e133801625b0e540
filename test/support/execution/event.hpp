// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace genpool::test
{

/// Counts what happens on other threads, and waits for it: a latch that counts up.
class tally
{
public:
    void add(std::size_t n = 1)
    {
        std::lock_guard lock(mutex_);
        count_ += n;
        changed_.notify_all(); // under the lock: who waits may destroy this as soon as it is released
    }

    void wait_for(std::size_t n)
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return count_ >= n; });
    }

    std::size_t count()
    {
        std::lock_guard lock(mutex_);
        return count_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t count_ = 0;
};

/// Something that happens once on another thread.
class event
{
public:
    void set() { happened_.add(); }
    void wait() { happened_.wait_for(1); }
    bool is_set() { return happened_.count() != 0; }

private:
    tally happened_;
};

} // namespace genpool::test
