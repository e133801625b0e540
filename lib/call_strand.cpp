// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/call_strand.hpp>
#include <genpool/detail/inside.hpp>

#include <iterator>

namespace genpool::detail
{

/// The strands whose functions are on the stack of this thread, and the end of a turn, however it ends.
class call_strand::running
{
public:
    explicit running(call_strand& s) noexcept : strand_(s) { innermost = this; }

    ~running()
    {
        innermost = outer_;
        strand_.end_turn();
    }

    running(running const&) = delete;
    running& operator=(running const&) = delete;

    static bool is(call_strand const& s) noexcept
    {
        for (auto const* r = innermost; r != nullptr; r = r->outer_)
            if (&r->strand_ == &s)
                return true;
        return false;
    }

private:
    static thread_local running* innermost;

    inside inside_; // the calls of a map, for whoever would block this thread
    call_strand& strand_;
    running* const outer_ = innermost;
};

thread_local call_strand::running* call_strand::running::innermost = nullptr;

bool call_strand::running_in_this_thread() const noexcept { return running::is(*this); }

void call_strand::submit(function f, bool never_inline)
{
    if (!never_inline && running_in_this_thread())
        return f();
    {
        std::lock_guard lock(mutex_);
        queue_.push_back(std::move(f));
        if (std::exchange(busy_, true))
            return;
    }
    schedule(never_inline);
}

/// What is submitted meanwhile waits for another turn, as does the rest if one throws.
void call_strand::run()
{
    {
        std::lock_guard lock(mutex_);
        turn_.swap(queue_);
    }
    running const scope(*this);
    for (begun_ = 0; begun_ != std::ssize(turn_);) {
        auto f = std::move(turn_[static_cast<std::size_t>(begun_++)]);
        begun_anew_ = true;
        f();
    }
}

void call_strand::end_turn() noexcept
{
    {
        std::lock_guard lock(mutex_);
        turn_.erase(turn_.begin(), turn_.begin() + begun_);
        turn_.insert(turn_.end(), std::make_move_iterator(queue_.begin()), std::make_move_iterator(queue_.end()));
        turn_.swap(queue_);
        turn_.clear();
        busy_ = !queue_.empty();
        if (!busy_)
            return;
    }
    try {
        schedule(true);
    } catch (...) {
        // The turn that was not submitted has destroyed what was queued.
    }
}

void call_strand::abandon_queue() noexcept
{
    for (;;) {
        std::vector<function> lost; // destroyed outside the lock: that may submit something
        std::lock_guard lock(mutex_);
        busy_ = !queue_.empty();
        if (!busy_)
            return;
        lost.swap(queue_);
    }
}

void call_strand::add_work() noexcept
{
    for (auto n = work_.load(); n != 0;)
        if (work_.compare_exchange_weak(n, n + 1))
            return;
    std::lock_guard lock(work_mutex_);
    if (work_.fetch_add(1) == 0)
        hold_pool();
}

void call_strand::remove_work() noexcept
{
    for (auto n = work_.load(); n > 1;)
        if (work_.compare_exchange_weak(n, n - 1))
            return;
    std::lock_guard lock(work_mutex_);
    if (work_.fetch_sub(1) == 1)
        release_pool();
}

} // namespace genpool::detail
