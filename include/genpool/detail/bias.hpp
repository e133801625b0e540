// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <atomic>

namespace genpool::detail
{

/// Its address names the thread, faster than its id does.
inline thread_local char this_thread;

/// Which thread alone works on a map, if one does. For every item it publishes something, then looks whether others
/// wait for that; they say that they wait, then look what has been published. Each side needs a fence in
/// between. The thread that the map is biased to leaves its fence out: then whoever comes pays for both sides, once,
/// with `remote_fence`, and the map is shared until one thread has long been alone again.
///
/// As biased locks are (Kawachiya, Koseki, Onodera: "Lock Reservation", OOPSLA 2002), with the asymmetric fences of
/// P1202. All but `is_mine` and `was_last` is called under the map's lock.
class bias
{
public:
    /// Whether the map is biased to this thread. Nobody else can make that true or, behind its back, false.
    bool is_mine() const noexcept { return owner_.load(std::memory_order_relaxed) == &this_thread; }

    /// Whether nobody else has entered since this thread did.
    bool was_last() const noexcept { return last_.load(std::memory_order_relaxed) == &this_thread; }

    /// This thread works on the map now. True: it is biased to another.
    bool enter() noexcept
    {
        if (!was_last()) {
            last_.store(&this_thread, std::memory_order_relaxed);
            times_ = 0;
        } else if (times_ != wanted_) {
            ++times_;
        }
        return owner_.load(std::memory_order_relaxed) != nullptr && !is_mine();
    }

    /// Whether this thread has been alone for long enough.
    bool is_due() const noexcept { return times_ == wanted_; }

    /// Biases the map to this thread. False where there are no remote fences.
    bool take() noexcept;

    /// The more often it was in vain, the longer a thread has to be alone.
    void give_up() noexcept;

private:
    std::atomic<char const*> owner_{nullptr};
    std::atomic<char const*> last_{nullptr};
    unsigned times_ = 0; // that it has entered, one after the other
    unsigned wanted_ = 16;
};

/// A fence in each thread of the process that runs now; those that do not have had one when they stopped.
void remote_fence() noexcept;

} // namespace genpool::detail
