// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What a pool of processes does with its workers: which it starts, asks, recycles and kills.
#include "../thrown.hpp"
#include "endings.hpp"
#include "process_pool.hpp"

#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cerrno>

namespace genpool::remote::detail
{
namespace
{

/// Whether a program may start another time that does not start now.
bool passes(boost::system::error_code const& error) noexcept
{
    int const passing[] = {EAGAIN, ENOMEM, EMFILE, ENFILE, EINTR, ENOBUFS, ETXTBSY};
    return std::ranges::find(passing, error.value()) != std::end(passing);
}

} // namespace

void process_pool::go_on(endings& ended) noexcept
{
    do
        ended.run();
    while (start_worker(ended));
}

void process_pool::serve_waiting()
{
    while (!waiting_.empty()) {
        auto const w = take_idle();
        if (!w)
            return;
        auto const c = waiting_.front();
        waiting_.pop_front();
        assign(w, c);
    }
    if (std::exchange(start_is_delayed_, false))
        start_timer_->cancel();
}

process_pool::worker process_pool::take_idle()
{
    while (!idle_.empty()) {
        auto const w = std::move(idle_.back()); // the one whose memory is warm
        idle_.pop_back();
        // Looking costs a twentieth of a short call; one that has just replied is there.
        if (clock::now() - w->idle_since < std::chrono::milliseconds(5) || !w->is_disturbed())
            return w;
        kill(w);
    }
    return nullptr;
}

void process_pool::assign(worker const& w, std::shared_ptr<call> c)
{
    w->current = c;
    w->at = stage::calling;
    w->number = ++numbers_;
    ++w->calls;
    c->at = call::stage::running;
    std::string bytes;
    append_call(bytes, w->number, {c->function().name, c->function().fingerprint, c->item()});
    w->send(std::move(bytes));
    listen(w);
    set_deadline(w, options_.call_time);
}

void process_pool::listen(worker const& w)
{
    if (w->receiving())
        return;
    w->receive([pool = shared_from_this()](worker_process& of, auto const& error, std::size_t n) {
        pool->received(of, static_cast<bool>(error), n);
    });
}

void process_pool::set_deadline(worker const& w, clock::duration from_now)
{
    w->deadline(from_now, [pool = shared_from_this()](worker_process& of, std::uint64_t deadline) {
        pool->took_too_long(of, deadline);
    });
}

void process_pool::await_end(worker const& w)
{
    w->when_ended([pool = shared_from_this()](worker_process& of) { pool->process_ended(of); });
}

void process_pool::make_idle_or_recycle(worker const& w)
{
    w->clear_deadline();
    if (w->calls < options_.calls_per_worker.value()) {
        w->at = stage::idle;
        w->idle_since = clock::now();
        idle_.push_back(w);
        return;
    }
    w->at = stage::leaving;
    --serving_;
    w->shut_down();
    await_end(w);
    set_deadline(w, options_.stop_time);
}

void process_pool::kill(worker const& w)
{
    w->process.kill();
    w->clear_deadline();
    if (w->at == stage::idle)
        std::erase(idle_, w);
    bool const is_awaited = w->at == stage::leaving;
    if (w->at == stage::starting)
        w->died_at_start = true;
    else if (!is_awaited)
        --serving_;
    w->at = stage::dying;
    if (!is_awaited)
        await_end(w);
}

/// One that died at its start keeps its place until that has been told, so that no other starts in vain meanwhile.
void process_pool::start_is_over(worker_process& w)
{
    if (!std::exchange(w.died_at_start, false))
        return;
    --starting_;
    --serving_;
}

/// Whether another worker would have something to do now. If it must wait, a timer is set.
bool process_pool::may_start_worker()
{
    if (closed_ || serving_ >= count_ || waiting_.size() <= starting_ + idle_.size())
        return false;
    auto const now = clock::now();
    if (now >= not_before_)
        return true;
    if (!std::exchange(start_is_delayed_, true)) {
        start_timer_->expires_at(not_before_);
        start_timer_->async_wait([pool = shared_from_this()](auto const& error) {
            if (!error)
                pool->change(true, [&](endings&) { pool->start_is_delayed_ = false; });
        });
    }
    return false;
}

void process_pool::count_loss() noexcept
{
    ++stats_.lost;
    ++failures_;
    constexpr auto first = std::chrono::milliseconds(10);
    constexpr auto longest = std::chrono::milliseconds(1000);
    if (failures_ < 2)
        return; // one crash says nothing about the next call
    not_before_ =
        clock::now() + std::min<clock::duration>(first * (1 << std::min(failures_ - 2, 10U)), longest);
}

bool process_pool::start_worker(endings& ended) noexcept
{
    bool wanted = false;
    locked(ended, [&] {
        wanted = may_start_worker();
        starting_ += wanted;
        serving_ += wanted;
        spawning_ += wanted;
    });
    if (!wanted)
        return false;
    try {
        auto [ours, theirs] = connected_sockets();
        child process(options_.command, theirs.get());
        locked(ended, [&] {
            --spawning_;
            adopt(std::move(process), std::move(ours));
        }); // if the pool was closed meanwhile, the process is killed
    } catch (boost::system::system_error const& error) {
        locked(ended, [&] { start_failed(std::current_exception(), passes(error.code()), ended); });
    } catch (...) {
        locked(ended, [&] { start_failed(std::current_exception(), true, ended); });
    }
    return true;
}

void process_pool::adopt(child&& process, unique_descriptor&& socket)
{
    auto const w = std::make_shared<worker_process>(*executor_, lock_, std::move(process), std::move(socket),
                                                    options_.largest_result + frame_overhead);
    workers_.push_back(w);
    ++stats_.started;
    std::string bytes;
    append_settings(bytes, {protocol, options_.memory, options_.largest_item, options_.largest_result});
    w->send(std::move(bytes));
    listen(w);
    set_deadline(w, options_.start_time);
}

void process_pool::start_failed(std::exception_ptr error, bool may_try_again, endings& ended)
{
    --spawning_;
    --starting_;
    --serving_;
    if (may_try_again)
        count_loss();
    first_waiting_failed(std::move(error), may_try_again, ended);
}

} // namespace genpool::remote::detail
