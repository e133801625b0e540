// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source/poll_result.hpp>

#include <utility>

namespace genpool::detail
{

/// Wakes who reads a queue, if it waits, in its destructor: declared before the lock, after that.
class waking
{
public:
    waking() = default;
    waking(waking const&) = delete;
    waking& operator=(waking const&) = delete;
    ~waking()
    {
        if (reader_ != nullptr)
            reader_->wake();
    }

    /// Under the lock.
    void take(source_waker*& waiting) noexcept { reader_ = std::exchange(waiting, nullptr); }

private:
    source_waker* reader_ = nullptr;
};

} // namespace genpool::detail
