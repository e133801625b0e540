// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/error.hpp>

#include "../thrown.hpp"
#include "transaction.hpp"
#include <genpool/detail/engine/core.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <thread>
#include <utility>

namespace genpool::detail
{

// What the consumer takes is claimed a batch at a time, too. Its slots are free from the instant at which
// each is handed over; the window learns of it when somebody asks, or at once when a puller waits for room.

bool map_core::take_results() noexcept
{
    transaction t(*this);
    taken_count_ = consumer().take();
    taken_next_ = 0;
    loops_.handed_results.restart();
    return taken_count_ != 0;
}

bool map_core::publish_finished() noexcept
{
    transaction t(*this);
    calls().commit();
    return state_.items().ready() != 0;
}

void map_core::publish_handed_over() noexcept
{
    transaction t(*this);
    consumer().commit();
}

map_core::taking::~taking()
{
    core_.loops_.consumer_takes = false;
    if (core_.closing()) { // who closed it may have left the end to this
        transaction t(core_);
        core_.consumer().commit();
    }
}

void map_core::consumer_failed(std::exception_ptr error, bool lost_one) noexcept
{
    transaction t(*this);
    consumer().failed(lost_one);
    taken_count_ = taken_next_;
    std::swap(error_, error);
}

bool map_core::park(consumer_port& port) noexcept
{
    transaction t(*this);
    if (!consumer().park(taken_next_ != taken_count_))
        return false;
    consumer_ = &port;
    return true;
}

void map_core::cancel(consumer_port& port) noexcept
{
    {
        std::lock_guard lock(mutex_);
        if (consumer_ != &port)
            return;
        port.cancelled();
        if (!consumer().unpark())
            return;
        port.leaving();
    }
    port.resume(false);
}

void map_core::attach(consumer_port& port) noexcept
{
    std::lock_guard lock(mutex_);
    consumer_ = &port;
}

void map_core::detach(consumer_port& port) noexcept
{
    std::lock_guard lock(mutex_);
    if (consumer_ == &port)
        consumer_ = nullptr;
}

std::optional<outcome> map_core::verdict() noexcept
{
    std::lock_guard lock(mutex_);
    return state_.verdict();
}

std::exception_ptr map_core::error_of(outcome how) noexcept
{
    std::lock_guard lock(mutex_);
    switch (how) {
    case outcome::failed:
        return error_;
    case outcome::source_failed:
        return source_error_;
    case outcome::stopped:
        return make_error(boost::asio::error::operation_aborted);
    case outcome::pool_gone:
        return thrown([] { return genpool::pool_gone(); });
    case outcome::completed:
        break;
    }
    return nullptr;
}

/// For the last who asks: no thread of the map has a part in the exception any more.
std::exception_ptr map_core::take_error(outcome how) noexcept
{
    auto error = error_of(how);
    std::exception_ptr of_call, of_source; // destroyed after the lock
    std::lock_guard lock(mutex_);
    of_call.swap(error_);
    of_source.swap(source_error_);
    return error;
}

/// What the first stage has pulled comes through all of them.
void map_core::stop_pulling() noexcept
{
    if (!upstreams_.empty()) {
        {
            std::lock_guard lock(mutex_);
            pulls().drain();
        }
        for (auto const& stage : upstreams_)
            stage->stop_pulling();
        if (!state_.settings().source_pulls)
            return;
    }
    transaction t(*this);
    state_.stop_pulling();
}

void map_core::request_stop() noexcept
{
    transaction t(*this);
    state_.stop();
}

void map_core::close(closer& c) noexcept
{
    abandon();
    when_closed(c);
}

/// The consumer wants nothing more: what it has claimed of the results is not its own any more, either.
void map_core::abandon() noexcept
{
    transaction t(*this);
    state_.close(loops_);
}

/// Has `c` told when nothing of the map runs any more, whoever closes it.
void map_core::when_closed(closer& c) noexcept
{
    {
        std::lock_guard lock(mutex_);
        if (!finished_) {
            c.next_closer = std::exchange(closers_, &c);
            return;
        }
        c.leaving();
    }
    c.closed();
}

/// Nothing runs any more: destroys what the map holds, then waits for the stages before.
void map_core::finish() noexcept
{
    dispose_results();
    dispose_function();
    for (auto const& stage : upstreams_)
        stage->abandon();
    close_next_upstream();
}

void map_core::close_next_upstream() noexcept
{
    if (upstreams_closed_ == upstreams_.size())
        return end();
    self_while_closing_ = shared_from_this(); // a stage before refers to this one until it has closed
    upstreams_[upstreams_closed_]->when_closed(*this);
}

/// One of the stages before is.
void map_core::closed() noexcept
{
    auto const self = std::move(self_while_closing_);
    try {
        auto nearest = upstreams_[upstreams_closed_]->summarize();
        auto others = std::exchange(nearest.upstream, {});
        upstream_summaries_.push_back(std::move(nearest));
        upstream_summaries_.insert(upstream_summaries_.end(), others.begin(), others.end());
    } catch (std::bad_alloc const&) {
        // The map has ended as it has; only the account of the earlier stages is lost.
    }
    ++upstreams_closed_;
    close_next_upstream();
}

void map_core::end() noexcept
{
    dispose_source();
    closer* waiting = nullptr;
    {
        std::lock_guard lock(mutex_);
        finished_ = true;
        waiting = std::exchange(closers_, nullptr);
        for (auto* c = waiting; c != nullptr; c = c->next_closer)
            c->leaving();
    }
    while (waiting != nullptr)
        std::exchange(waiting, waiting->next_closer)->closed();
}

void map_core::watch(boost::asio::execution_context* context)
{
    auto const known = [&] {
        return std::any_of(watches_.begin(), watches_.end(),
                           [&](watched const& w) { return &w.context == context; });
    };
    {
        std::lock_guard lock(mutex_);
        if (context == nullptr || known())
            return;
    }
    std::list<watched> added;
    auto& watch = added.emplace_back(*this, *context);
    watch.registration = {*context, std::shared_ptr<shutdown_hook>(shared_from_this(), &watch)};
    std::lock_guard lock(mutex_);
    watches_.splice(watches_.end(), added);
}

void map_core::keep_pools_busy()
{
    pool_.hold_for_operation();
    std::size_t held = 0;
    try {
        for (; held != upstreams_.size(); ++held)
            upstreams_[held]->keep_pools_busy();
    } catch (...) {
        while (held != 0)
            upstreams_[--held]->let_pools_idle();
        pool_.release_for_operation();
        throw;
    }
}

bool map_core::keeps_pools_busy(boost::asio::execution_context const* context) const noexcept
{
    return first_pool_context_ == context &&
           std::all_of(upstreams_.begin(), upstreams_.end(),
                       [&](auto const& stage) { return stage->keeps_pools_busy(context); });
}

void map_core::let_pools_idle() noexcept
{
    pool_.release_for_operation();
    for (auto const& stage : upstreams_)
        stage->let_pools_idle();
}

void map_core::context_gone(watched& watch) noexcept
{
    auto& context = watch.context;
    std::list<watched> over; // another context may be made at the same address
    bool is_pool = false;
    {
        std::lock_guard lock(mutex_);
        over.splice(over.end(), watches_, std::ranges::find(watches_, &watch, [](watched& w) { return &w; }));
        is_pool = pool_context_ == &context;
        if (is_pool)
            pool_context_ = nullptr;
    }
    if (is_pool) {
        pool_.close();
        pool_lost(nullptr);
    }
    // Those that wait here are destroyed here. The others are in the queue of a context, or soon will be: they
    // are never destroyed by a thread that has nothing to do with their context.
    consumer_port* lost_consumer = nullptr;
    closer* lost_closers = nullptr;
    {
        std::lock_guard lock(mutex_);
        if (consumer().is_parked() && consumer_->belongs_to(context)) {
            consumer().unpark();
            lost_consumer = std::exchange(consumer_, nullptr);
        }
        for (auto** link = &closers_; *link != nullptr;) {
            if ((*link)->belongs_to(context)) {
                auto* const c = std::exchange(*link, (*link)->next_closer);
                c->next_closer = std::exchange(lost_closers, c);
            } else {
                link = &(*link)->next_closer;
            }
        }
    }
    while (lost_closers != nullptr) // first, since who loses its handler also has the calls told to stop
        std::exchange(lost_closers, lost_closers->next_closer)->destroy();
    if (lost_consumer != nullptr)
        lost_consumer->destroy();
    while (submitting_ != 0)
        std::this_thread::yield();
    if (is_pool)
        pool_context_gone();
}

void map_core::pool_context_gone() noexcept
{
    bool idle = false;
    {
        std::lock_guard lock(mutex_);
        idle = pulls().begin_destroying();
    }
    if (idle) {
        dispose_source(); // it may hold objects of the pool
        transaction t(*this);
        pulls().destroyed();
    }
    drop_calls();
    pool_.drop();
}

statistics map_core::stats() noexcept
{
    std::lock_guard lock(mutex_);
    state_.commit_all(loops_);
    auto const& items = state_.items();
    statistics s;
    s.pulled = items.pulled_count();
    s.delivered = items.delivered_count();
    s.failed = items.failed_count();
    s.running = items.claims();
    s.ready = consumer().ready();
    s.waiting = items.startable();
    return s;
}

std::size_t map_core::window_limit() noexcept
{
    std::lock_guard lock(mutex_);
    consumer().commit();
    auto const& items = state_.items();
    return std::max(items.capacity(), items.in_flight()); // an automatic window shrinks as it empties
}

summary map_core::summarize() noexcept
{
    std::lock_guard lock(mutex_);
    auto const& items = state_.items();
    summary s;
    s.pulled = items.pulled_count();
    s.delivered = items.delivered_count();
    s.failed = items.failed_count();
    s.cancelled = s.pulled - s.delivered - s.failed;
    s.first_error_index = items.first_error();
    s.ended = state_.how_it_ended();
    try {
        s.upstream = upstream_summaries_;
    } catch (std::bad_alloc const&) {
        // As in `closed`.
    }
    return s;
}

} // namespace genpool::detail
