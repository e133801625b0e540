// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What a pool of processes does with its workers: which it starts, gives calls and kills.
#include "process_pool.hpp"

#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <iterator>

namespace genpool::remote::detail
{
namespace
{

/// Whether a program may start another time that does not start now.
bool passes(std::exception_ptr const& why) noexcept
{
    try {
        std::rethrow_exception(why);
    } catch (boost::system::system_error const& error) {
        int const passing[] = {EAGAIN, ENOMEM, EMFILE, ENFILE, EINTR, ENOBUFS, ETXTBSY};
        return std::ranges::find(passing, error.code().value()) != std::end(passing);
    } catch (...) {
        return true;
    }
}

} // namespace

void process_pool::serve_waiting()
{
    while (!waiting_.empty()) {
        auto const w = take_idle();
        if (!w)
            return;
        w->begin(waiting_.take(), ++numbers_, options_.call_time);
    }
    if (std::exchange(start_is_delayed_, false))
        start_timer_->cancel();
}

process_pool::worker process_pool::take_idle()
{
    while (!idle_.empty()) {
        auto const w = std::move(idle_.back()); // the one whose memory is warm
        idle_.pop_back();
        if (!w->is_disturbed())
            return w;
        kill(w);
    }
    return nullptr;
}

void process_pool::kill(worker const& w)
{
    if (w->at == stage::idle)
        std::erase(idle_, w);
    if (w->at == stage::starting)
        w->died_at_start = true;
    else if (w->at != stage::leaving)
        starts_.left();
    w->kill();
}

/// One that died at its start keeps its place until that has been told, so that no other starts in vain meanwhile.
void process_pool::start_is_over(worker_process& w) noexcept
{
    if (std::exchange(w.died_at_start, false))
        starts_.died_at_start();
}

/// Whether another worker would have something to do now. If it must wait, a timer is set.
bool process_pool::may_start_worker()
{
    if (!starts_.is_another_wanted(waiting_.size(), idle_.size()))
        return false;
    if (clock::now() >= starts_.not_before())
        return true;
    if (!std::exchange(start_is_delayed_, true)) {
        start_timer_->expires_at(starts_.not_before());
        start_timer_->async_wait([pool = shared_from_this()](auto const& error) {
            if (!error)
                pool->change(true, [&](endings&) { pool->start_is_delayed_ = false; });
        });
    }
    return false;
}

bool process_pool::start_worker(endings& ended) noexcept
{
    bool wanted = false;
    locked(ended, [&] {
        wanted = may_start_worker();
        if (wanted)
            starts_.begin();
    });
    if (!wanted)
        return false;
    try {
        auto [ours, theirs] = connected_sockets();
        child process(options_.command, theirs.get());
        locked(ended, [&] {
            starts_.spawned();
            auto const w =
                std::make_shared<worker_process>(*executor_, lock_, weak_from_this(), std::move(process),
                                                 std::move(ours), options_.largest_result + frame_overhead);
            workers_.push_back(w);
            w->greet({protocol, options_.memory, options_.largest_item, options_.largest_result},
                     options_.start_time);
        }); // if the pool was closed meanwhile, the process is killed
    } catch (...) {
        auto const why = std::current_exception();
        bool const may_pass = passes(why);
        locked(ended, [&] {
            starts_.not_spawned();
            if (may_pass)
                starts_.lost();
            waiting_.next_failed(why, may_pass, ended);
        });
    }
    return true;
}

} // namespace genpool::remote::detail
