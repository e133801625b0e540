// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/asio/call_stack_marker.hpp>
#include <genpool/detail/asio/call_strand.hpp>

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

    call_stack_marker inside_; // the calls of a map, for whoever would block this thread
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
        if (begun_ == turn_.size()) {
            turn_.clear();
            turn_.swap(queue_);
            begun_ = 0;
        }
    }
    running const scope(*this);
    while (begun_ != turn_.size()) {
        auto f = std::move(turn_[begun_++]);
        begun_anew_ = true;
        f();
    }
}

void call_strand::end_turn() noexcept
{
    {
        std::lock_guard lock(mutex_);
        busy_ = begun_ != turn_.size() || !queue_.empty();
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
        std::vector<function> rest, queued; // destroyed outside the lock: that may submit something
        std::lock_guard lock(mutex_);
        busy_ = begun_ != turn_.size() || !queue_.empty();
        if (!busy_)
            return;
        rest.swap(turn_);
        queued.swap(queue_);
        begun_ = 0;
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
