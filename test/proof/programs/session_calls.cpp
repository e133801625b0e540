// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What a program calls, one function for each.
#include "begin.hpp"
#include "proof/support/tables.hpp"
#include "session.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/strand.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <utility>

namespace genpool::proof
{
namespace
{

bool is_already_started(std::exception_ptr const& error)
{
    try {
        if (error)
            std::rethrow_exception(error);
    } catch (boost::system::system_error const& e) {
        return e.code() == boost::asio::error::already_started;
    } catch (...) {
    }
    return false;
}

/// What a stage says of an error; whatever comes from the stages before is its source's.
ending seen(std::exception_ptr const& error, std::size_t& whose, unsigned stage)
{
    auto const how = ending_of(error, whose);
    return stage != 0 && (how == ending::abandoned || how == ending::other) ? ending::source : how;
}

std::size_t count(run_log const& record, what kind)
{
    auto const& all = record.events();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [kind](auto const& e) { return e.kind == kind; }));
}

} // namespace

struct session::on_next
{
    session* self;
    pending_call* pending;
    step how;
    counted alive;

    void operator()(std::exception_ptr error, std::optional<item> result) const
    {
        auto const& p = *pending;
        pending->entered = true;
        self->require(!(error && result), "async_next gives a result and an error");
        if (p.of == nullptr) {
            std::size_t ignored = 0;
            self->require(ending_of(error, ignored) == ending::stopped && !result,
                          "async_next of a stream that was moved from says operation_aborted");
        } else if (result) {
            p.of->record.add(what::deliver, result->index, result->value, p.stage, ending::ok, p.id);
        } else {
            std::size_t whose = 0;
            auto const ended = seen(error, whose, p.stage);
            auto const kind = is_already_started(error) ? what::refused : what::told;
            p.of->record.add(kind, whose, 0, p.stage, ended, p.id);
        }
        result.reset();
        error = nullptr;
        self->answered(*pending, how);
    }
};

struct session::on_close
{
    session* self;
    pending_call* pending;
    step how;
    counted alive;

    void operator()(std::exception_ptr error, summary account) const
    {
        auto& p = *pending;
        p.entered = true;
        if (p.of != nullptr) {
            std::size_t whose = 0;
            auto const ended = seen(error, whose, p.stage);
            p.of->record.add(what::complete, whose, 0, p.stage, ended, p.id);
        } else {
            self->require(!error && account.pulled == 0 && account.ended == end_reason::stopped,
                          "async_close of a stream that was moved from has nothing to account for");
        }
        p.account = std::move(account);
        error = nullptr;
        self->answered(p, how);
    }
};

used_stream session::begin(plan const& p)
{
    auto& of = chains_.emplace_back(*this, p);
    return {std::make_unique<stream<item>>(begin_map(of, place_.executor())), &of, 0};
}

pending_call& session::open(call c, bool acts)
{
    std::lock_guard lock(mutex_);
    return calls_.emplace_back(c, current_.of, current_.stage, calls_.size(), acts);
}

/// Calls `start` with the handler, with an executor of its own or without one.
template <class Handler, class Initiate>
void session::initiate(step const& s, pending_call& p, Handler handler, Initiate start)
{
    auto const where = place_.executor();
    if (!s.bound)
        start(boost::asio::bind_cancellation_slot(p.signal.slot(), std::move(handler)));
    else if (program_.where == setting::strand)
        start(boost::asio::bind_executor(
            where, boost::asio::bind_cancellation_slot(p.signal.slot(), std::move(handler))));
    else
        start(boost::asio::bind_executor(
            boost::asio::any_io_executor(boost::asio::make_strand(where)),
            boost::asio::bind_cancellation_slot(p.signal.slot(), std::move(handler))));
}

pending_call* session::next(step const& s)
{
    auto& p = open(call::next, s.inside.has_value());
    auto& record = p.of->record;
    record.add(what::ask, 0, 0, p.stage, ending::ok, p.id);
    initiate(s, p, on_next{this, &p, s, counted(handlers_)},
             [&](auto handler) { current_.results->async_next(std::move(handler)); });
    return &p;
}

pending_call* session::close(step const& s)
{
    auto& p = open(call::close, s.inside.has_value());
    auto& record = p.of->record;
    record.add(what::close, 0, 0, p.stage, ending::ok, p.id);
    initiate(s, p, on_close{this, &p, s, counted(handlers_)},
             [&](auto handler) { current_.results->async_close(std::move(handler)); });
    record.add(what::initiated, 0, 0, p.stage, ending::ok, p.id);
    return &p;
}

bool session::try_next()
{
    auto& p = open(call::try_next);
    p.entered = true;
    p.answers = 1;
    auto& record = p.of->record;
    record.add(what::try_next, 0, 0, p.stage, ending::ok, p.id);
    try {
        auto const result = current_.results->try_next();
        if (result)
            record.add(what::deliver, result->index, result->value, p.stage, ending::ok, p.id);
        else
            record.add(what::nothing, 0, 0, p.stage, ending::ok, p.id);
        return result.has_value();
    } catch (...) {
        require(is_already_started(std::current_exception()), "try_next throws nothing but already_started");
        record.add(what::refused, 0, 0, p.stage, ending::other, p.id);
        return false;
    }
}

void session::cancel()
{
    for (auto& p : calls_)
        if (p.what == call::next && !p.entered && p.of != nullptr) {
            p.of->record.add(what::cancel_total, 0, 0, p.stage, ending::ok, p.id);
            p.signal.emit(boost::asio::cancellation_type::total);
        }
}

void session::look(bool outside)
{
    auto const& s = *current_.results;
    auto const seen = s.stats();
    (void)s.get_executor();
    auto const watched = s.monitor().stats();
    require(watched.pulled >= seen.pulled && watched.delivered >= seen.delivered,
            "a monitor counts as its map");
    require(s.concurrency() >= 1 && s.window() >= 1, "the limits of a map are at least 1");
    require(seen.pulled >= seen.delivered + seen.failed, "what is delivered or has failed was pulled");
    if (!outside || current_.stage != 0 || !serial(program_.where))
        return;
    auto const& record = current_.of->record;
    require(row(current_.of->planned.source).waits || seen.pulled == count(record, what::pull),
            "stats say how many were pulled");
    require(seen.delivered == count(record, what::deliver), "stats say how many were delivered");
}

void session::move()
{
    auto next = std::make_unique<stream<item>>(std::move(*current_.results));
    moved_from_.push_back(std::exchange(current_.results, std::move(next)));
}

void session::assign()
{
    begun_ = false; // the fresh map runs at once, on other threads
    auto fresh = begin(program_.second);
    if (current_.results) {
        current_.of->record.add(what::drop, 0, 0, current_.stage);
        *current_.results = std::move(*fresh.results);
        std::swap(current_.results, fresh.results);
        moved_from_.push_back(std::move(current_.results));
    }
    current_ = std::move(fresh);
    begun_ = true;
}

void session::move_on()
{
    current_.of->record.add(what::move_on, 0, 0, current_.stage);
    auto next = std::make_unique<stream<item>>(begin_stage(*current_.of, place_.executor(),
                                                           std::move(*current_.results), current_.stage + 1,
                                                           program_.stage.options()));
    moved_from_.push_back(std::exchange(current_.results, std::move(next)));
    ++current_.stage;
}

void session::destroy_stream()
{
    if (current_.results)
        current_.of->record.add(what::drop, 0, 0, current_.stage);
    current_.results.reset();
}

void session::use_moved_from()
{
    if (moved_from_.empty())
        return;
    auto& s = *moved_from_.back();
    require(!s.try_next(), "try_next of a stream that was moved from gives nothing");
    auto const seen = s.stats();
    require(seen.pulled + seen.delivered + seen.failed + seen.running + seen.ready + seen.waiting == 0,
            "stats of a stream that was moved from are zeros");
    s.request_stop();
    auto const nobody = s.monitor();
    require(nobody.stats().now == awaiting::nothing, "a map that is none waits for nothing");
    nobody.set_concurrency(1);
    nobody.set_window(1);
    nobody.drain();
    nobody.request_stop();
    auto& p = open(call::moved_from);
    p.of = nullptr;
    step bound;
    bound.bound = true; // it has no pool that would be the default
    initiate(bound, p, on_next{this, &p, step(), counted(handlers_)},
             [&](auto handler) { s.async_next(std::move(handler)); });
    auto& close = open(call::moved_from);
    close.of = nullptr;
    initiate(bound, close, on_close{this, &close, step(), counted(handlers_)},
             [&](auto handler) { s.async_close(std::move(handler)); });
}

} // namespace genpool::proof
