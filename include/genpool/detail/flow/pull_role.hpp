// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <utility>

namespace genpool::detail
{

/// Who pulls a source. One thread at a time, and none while the source waits; its report, which may come early, or
/// while the source is being told to end, passes the role on. Shared by a running map and by `async_next` of a
/// generator.
///
///              queue          run               wait
///     vacant ────────▶ queued ─────▶ running ────────▶ waiting
///        ▲                ▲            │  ▲               │ │
///        └────────────────┼── leave ───┘  └─ lose, tell ──┘ │
///                         └────────────── wake ─────────────┘
class pull_role
{
public:
    bool is_vacant() const noexcept { return place_ == place::vacant; }
    bool is_queued() const noexcept { return place_ == place::queued; }
    bool is_running() const noexcept { return place_ == place::running; }
    bool is_waiting() const noexcept { return place_ == place::waiting; }

    /// A task that will go on has been, or is about to be, submitted.
    void queue() noexcept { place_ = place::queued; }
    void run() noexcept { place_ = place::running; }
    void leave() noexcept { place_ = place::vacant; }

    /// By whoever runs: the source waits. False: it has reported already, so its puller goes on.
    bool wait() noexcept
    {
        if (std::exchange(woken_, false))
            return false;
        place_ = place::waiting;
        return true;
    }

    /// The source waits no more. True: the caller has it pulled. False: somebody runs, and will know.
    bool wake() noexcept { return report(place::queued); }

    /// What the source waited for is lost for ever. True: the caller runs now. False: as for `wake`.
    bool lose() noexcept
    {
        lost_ = true;
        return report(place::running);
    }

    bool is_lost() const noexcept { return lost_; }

    /// The waiting source is about to be told to end. False: it does not wait. Until `told`, the caller runs.
    bool tell() noexcept
    {
        if (place_ != place::waiting)
            return false;
        place_ = place::running;
        return true;
    }

    /// It has been told, and waits on. True: it has reported meanwhile, which the caller has to pass on.
    bool told() noexcept
    {
        place_ = place::waiting;
        return std::exchange(woken_, false);
    }

private:
    enum class place : unsigned char
    {
        vacant,
        queued,
        running,
        waiting
    };

    bool report(place next) noexcept
    {
        if (place_ != place::waiting) {
            woken_ = true;
            return false;
        }
        place_ = next;
        return true;
    }

    place place_ = place::vacant;
    bool woken_ = false; // before it waited
    bool lost_ = false;
};

} // namespace genpool::detail
