// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "process_pool.hpp"

#include "../../noexcept_make_exception_ptr.hpp"
#include "../aborted.hpp"

#include <algorithm>

namespace genpool::remote::detail
{

using genpool::detail::noexcept_make_exception_ptr;

std::shared_ptr<process_pool> process_pool::make(boost::asio::any_io_executor const& executor,
                                                 process_options options)
{
    auto const pool = std::make_shared<process_pool>(executor, std::move(options));
    pool->registration_ = genpool::detail::watch_context(executor, pool);
    return pool;
}

process_pool::process_pool(boost::asio::any_io_executor const& executor, process_options&& options)
    : options_(std::move(options)), context_(genpool::detail::context_of(executor)), executor_(executor),
      start_timer_(std::in_place, executor), waiting_(options_.attempts.value()),
      starts_(options_.count.is_automatic() ? genpool::detail::hardware_concurrency()
                                            : options_.count.value())
{}

process_statistics process_pool::stats() const
{
    std::lock_guard guard(*lock_);
    return {.started = starts_.all_started(), .lost = starts_.all_lost(), .alive = workers_.size()};
}

void process_pool::start(std::shared_ptr<call> c)
{
    {
        std::lock_guard guard(*lock_);
        if (closed_)
            std::rethrow_exception(aborted());
        waiting_.add(std::move(c));
    }
    change(false, [this](endings&) { serve_waiting(); });
}

void process_pool::cancel(std::shared_ptr<call> const& c) noexcept
{
    change(false, [&](endings& ended) {
        if (c->at == call::stage::waiting) {
            waiting_.cancel(c, ended);
        } else if (c->at == call::stage::running && !std::exchange(c->cancelled, true)) {
            auto const found = std::ranges::find(workers_, c, &worker_process::current);
            if (found != workers_.end() && (*found)->at == stage::calling)
                (*found)->tell_to_stop(options_.stop_time);
            else if (auto const has = std::ranges::find(workers_, c, &worker_process::ahead);
                     has != workers_.end())
                (*has)->ask_back();
        }
    });
}

void process_pool::received(worker_process& w, bool failed, std::size_t n) noexcept
{
    change(true, [&](endings& ended) {
        auto const self = w.shared_from_this();
        w.has_received(n);
        if (w.at == stage::gone)
            return;
        auto const is_heard = [&] { return w.at != stage::dying && w.at != stage::leaving; };
        if (failed && is_heard()) {
            take_back(w, ended);
            kill(self); // what remains of it, to learn how it ended
        }
        try {
            while (is_heard()) {
                auto const f = w.next_frame();
                if (!f)
                    break;
                handle(self, *f, ended);
            }
        } catch (malformed const& error) {
            disagreed(self, noexcept_make_exception_ptr([&] { return incompatible(error.what()); }), ended);
        }
        serve_waiting();
        if (w.at == stage::starting || (is_heard() && w.current))
            self->listen();
    });
}

void process_pool::handle(worker const& w, frame const& f, endings& ended)
{
    if (w->at == stage::starting && f.kind == frame_kind::hello)
        said_hello(w, f, ended);
    else if ((w->at == stage::calling || w->at == stage::stopping) && f.kind == frame_kind::reply)
        replied(w, f, ended);
    else
        throw malformed("a worker said what nobody had asked for");
}

void process_pool::said_hello(worker const& w, frame const& f, endings& ended)
{
    if (auto const spoken = parse_hello(f.body); spoken != protocol) {
        auto const how = "the worker speaks version " + std::to_string(spoken) +
                         " of the protocol, the program " + std::to_string(protocol);
        disagreed(w, noexcept_make_exception_ptr([&] { return incompatible(how); }), ended);
        return;
    }
    starts_.ready();
    w->rest();
    idle_.push_back(w);
}

void process_pool::replied(worker const& w, frame const& f, endings& ended)
{
    auto body = f.body;
    auto const number = take_number(body);
    auto const r = parse_reply(body);
    if (r.kind == reply_kind::given_back) {
        gave_back(w, number, ended);
        return;
    }
    if (number != w->number)
        throw malformed("a worker replied to another call");
    auto const c = std::move(w->current);
    if (r.kind == reply_kind::out_of_memory) {
        take_back(*w, ended);
        kill(w);
        starts_.lost();
        worker_end const end{.out_of_memory = true};
        waiting_.attempt_failed(
            c, noexcept_make_exception_ptr([&] { return worker_lost(end, c->attempts + 1); }), ended);
        return;
    }
    starts_.succeeded();
    if (w->ahead) {
        w->go_on(options_.call_time);
        if (w->current->cancelled)
            w->tell_to_stop(options_.stop_time);
    } else if (w->calls < options_.calls_per_worker.value()) {
        w->rest();
        idle_.push_back(w);
    } else {
        starts_.left();
        w->tell_to_exit(options_.stop_time);
    }
    if (r.kind == reply_kind::value)
        ended.add(c, nullptr, std::string(r.bytes));
    else
        ended.add(c, to_exception(r, c->function().shape));
}

void process_pool::gave_back(worker const& w, std::uint64_t number, endings& ended)
{
    if (!w->ahead || !w->is_asked_back || number != w->ahead_number)
        throw malformed("a worker gave back what it was not asked for");
    --w->calls;
    take_back(*w, ended);
}

void process_pool::disagreed(worker const& w, std::exception_ptr error, endings& ended)
{
    bool const starts = w->at == stage::starting;
    auto const c = std::move(w->current);
    take_back(*w, ended);
    kill(w);
    if (c)
        ended.add(c, std::move(error));
    else if (starts)
        waiting_.next_failed(std::move(error), false, ended);
    start_is_over(*w);
}

void process_pool::took_too_long(worker_process& w, std::uint64_t deadline) noexcept
{
    change(true, [&](endings& ended) {
        auto const self = w.shared_from_this();
        if (!w.is_deadline(deadline) || w.at == stage::dying || w.at == stage::gone)
            return;
        auto const was = w.at;
        auto const c = std::move(w.current);
        take_back(w, ended);
        kill(self);
        start_is_over(w);
        if (was == stage::starting) {
            starts_.lost();
            waiting_.next_failed(
                noexcept_make_exception_ptr([] { return no_workers("a worker was not ready in time"); }),
                true, ended);
        } else if (c) {
            starts_.lost();
            waiting_.attempt_failed(c, noexcept_make_exception_ptr([] { return call_timed_out(); }), ended);
        }
        serve_waiting();
    });
}

void process_pool::process_ended(worker_process& w) noexcept
{
    change(true, [&](endings& ended) {
        auto const self = w.shared_from_this();
        if (w.at == stage::gone)
            return;
        auto const how = w.process.ended().value_or(worker_end());
        auto const c = std::move(w.current);
        bool const died_at_start = w.died_at_start;
        start_is_over(w);
        w.close();
        std::erase(workers_, self);
        if (c || died_at_start)
            starts_.lost();
        if (c)
            waiting_.attempt_failed(
                c, noexcept_make_exception_ptr([&] { return worker_lost(how, c->attempts + 1); }), ended);
        else if (died_at_start)
            waiting_.next_failed(noexcept_make_exception_ptr([&] { return worker_lost(how, 1); }), true,
                                 ended);
        serve_waiting();
    });
}

std::vector<process_pool::worker> process_pool::give_up(std::exception_ptr const& error,
                                                        endings& ended) noexcept
{
    waiting_.fail_all(error, ended);
    auto gone = std::exchange(workers_, {});
    idle_.clear();
    starts_.all_left();
    for (auto const& w : gone) {
        for (auto* const each : {&w->current, &w->ahead})
            if (*each)
                ended.add(std::exchange(*each, nullptr), error);
        w->at = stage::gone;
        w->close();
        w->process.kill();
    }
    return gone;
}

void process_pool::close(bool context_is_gone) noexcept
{
    endings ended(false);
    std::vector<worker> gone;
    {
        std::lock_guard guard(*lock_);
        if (std::exchange(closed_, true))
            return;
        gone = give_up(aborted(), ended);
        start_timer_.reset();
        executor_.reset();
    }
    for (auto const& w : gone)
        w->process.finish();
    if (context_is_gone)
        ended.abandon(context_);
    ended.run();
}

} // namespace genpool::remote::detail
