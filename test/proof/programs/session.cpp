// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "session.hpp"

#include <algorithm>
#include <string>

namespace genpool::proof
{

void chain::meddle() { session_.intrude(); }

void session::play()
{
    place_.consume([&] { current_ = begin(program_.first); });
    begun_ = true;
    for (auto const& s : program_.steps)
        take(s);
    end();
}

void session::take(step const& s)
{
    if (s.what == call::pause) {
        if (!place_.pause(s.amount))
            for (auto& c : chains_)
                c.record.add(what::quiescent);
        return;
    }
    pending_call* begun = nullptr;
    place_.consume([&] { begun = perform(s.what, s, true); });
    if (s.waits)
        await(begun);
}

void session::await(pending_call* p)
{
    if (p != nullptr && !place_.wait_for([&] { return answered(*p); }))
        require(false, "call " + std::to_string(p->id) + " waits, and its context has nothing to run");
}

/// Whether a handler has done its work, and nobody else uses the stream.
bool session::answered(pending_call const& p) const
{
    std::lock_guard lock(mutex_);
    return p.answers != 0 && !handlers_act();
}

/// Whether a handler uses the stream, or will. With the lock.
bool session::handlers_act() const
{
    return std::any_of(calls_.begin(), calls_.end(), [](auto const& p) { return p.acts && p.answers == 0; });
}

/// A handler has been called. What it does itself belongs to the call that others wait for.
void session::answered(pending_call& p, step const& s)
{
    if (s.inside) {
        auto then = s; // again and again
        if (then.amount-- == 0)
            then = {};
        perform(*s.inside, then, false);
    }
    require(++p.answers == 1, "a handler is called twice");
    place_.changed();
    if (s.throws) {
        ++thrown_;
        throw thrown_by_handler{p.id};
    }
}

void session::intrude()
{
    if (!begun_)
        return;
    auto const now = entered_++;
    for (auto const& i : program_.intrusions)
        if (i.at == now)
            perform(i.what, step(), false);
}

/// Whether an `async_next` is under way.
bool session::outstanding() const
{
    std::lock_guard lock(mutex_);
    return std::any_of(calls_.begin(), calls_.end(),
                       [](auto const& p) { return p.what == call::next && !p.entered; });
}

/// Whether a thread beside this one may use the stream now.
bool session::shared() const
{
    if (!program_.intrusions.empty() && !closed())
        return true;
    std::lock_guard lock(mutex_);
    return handlers_act();
}

/// Whether nothing runs any more that could use the stream.
bool session::closed() const
{
    std::lock_guard lock(mutex_);
    return std::any_of(calls_.begin(), calls_.end(), [this](auto const& p) {
        return p.what == call::close && p.of == current_.of && p.stage == current_.stage && p.answers != 0;
    });
}

/// Whether the documentation allows it now.
bool session::may(call c, bool outside) const
{
    bool const moves = c == call::move || c == call::assign || c == call::chain;
    if (moves && outstanding())
        return false;
    if (serial(program_.where))
        return true;
    if (c == call::cancel || (!outside && (moves || c == call::destroy || c == call::moved_from)))
        return false;
    return !(moves || c == call::destroy) || !shared();
}

pending_call* session::perform(call c, step const& s, bool outside)
{
    if (!may(c, outside) || (!current_.results && c != call::assign && c != call::moved_from))
        return nullptr;
    switch (c) {
    case call::next:
        return next(s);
    case call::close:
        return close(s);
    case call::drain:
        while (current_.results && try_next()) {
        }
        break;
    case call::try_next:
        try_next();
        break;
    case call::stop:
        current_.of->record.add(what::stop, 0, 0, current_.stage);
        current_.results->request_stop();
        break;
    case call::look:
        look(outside);
        break;
    case call::cancel:
        cancel();
        break;
    case call::move:
        move();
        break;
    case call::assign:
        assign();
        break;
    case call::chain:
        move_on();
        break;
    case call::moved_from:
        use_moved_from();
        break;
    case call::destroy:
        destroy_stream();
        break;
    case call::pause:
        break;
    }
    return nullptr;
}

void session::end()
{
    for (auto const last : {call::close, call::next}) {
        pending_call* begun = nullptr;
        if (program_.closes)
            place_.consume([&] { begun = perform(last, step(), true); });
        await(begun);
    }
    if (!program_.context_first)
        return finish();
    place_.destroy();
    if (current_.results) {
        current_.of->record.add(what::destroy_pool);
        current_.results->request_stop();
        look(true);
    }
    destroy_stream();
    moved_from_.clear();
}

/// The stream goes; what is left runs to its end.
void session::finish()
{
    place_.consume([&] {
        begun_ = false; // no stream is to take the place of the last
        destroy_stream();
        moved_from_.clear();
    });
    place_.finish();
    require(!place_.waits_in_vain(), "something is still waited for when everything is over");
    require(std::all_of(calls_.begin(), calls_.end(), [](auto const& p) { return p.answers == 1; }),
            "a handler is not called once");
    place_.destroy();
}

std::vector<std::string> const& session::check_left()
{
    require(place_.caught() == thrown_ && place_.merged() == 0,
            std::to_string(thrown_) + " handlers have thrown; run() has, " + std::to_string(place_.caught()) +
                " times, and " + std::to_string(place_.merged()) + " times several at once");
    require(handlers_ == 0, "a handler is not destroyed once");
    for (auto const& c : chains_) {
        require(c.record.items_alive == 0, "an item or a result is not destroyed once");
        require(c.record.parts_alive == 0, "the source or the function is not destroyed once");
    }
    return wrong_;
}

void session::require(bool holds, std::string const& what)
{
    if (holds)
        return;
    std::lock_guard lock(mutex_);
    wrong_.push_back(what);
}

} // namespace genpool::proof
