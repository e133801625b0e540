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

/// What is larger would not be in the socket at once, and takes longer to send than a worker waits.
constexpr std::size_t largest_ahead = 16 * 1024;

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
        if (auto const idle = take_idle())
            idle->begin(waiting_.take(), ++numbers_, options_.call_time);
        else if (auto const busy = find_busy())
            busy->send_ahead(waiting_.take(), ++numbers_);
        else
            return;
    }
    ask_back_for_idle();
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

/// One that the next call may be sent to ahead, so that it need not wait for it when it has replied.
process_pool::worker process_pool::find_busy() const noexcept
{
    // With enough that wait for all, those that were sent ahead are not asked back time and again.
    if (starts_.missing() != 0 || waiting_.size() <= starts_.count() ||
        waiting_.front().item().size() > largest_ahead)
        return nullptr;
    auto const may = [this](worker const& w) {
        return w->at == stage::calling && !w->ahead && w->calls < options_.calls_per_worker.value();
    };
    auto const found = std::ranges::find_if(workers_, may);
    return found == workers_.end() ? nullptr : *found;
}

/// A call that was sent ahead does not wait for the one before it while another worker has nothing to do.
void process_pool::ask_back_for_idle()
{
    auto wanted = idle_.size() + starts_.missing();
    for (auto const& w : workers_) {
        if (wanted == 0)
            return;
        if (w->ahead) {
            w->ask_back();
            --wanted;
        }
    }
}

/// What was sent ahead waits again: it has not been begun.
void process_pool::take_back(worker_process& w, endings& ended)
{
    if (w.ahead)
        waiting_.put_back(std::exchange(w.ahead, nullptr), ended);
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
