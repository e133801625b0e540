// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

// Every state that a small window can reach, by every interleaving of every event that an engine may send
// it, compared with a model that is written down from the design.
#include "modelled_window.hpp"
#include "packed_state.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace genpool::proof
{

/// How far one exploration goes.
struct extent
{
    genpool::order order;
    std::size_t items;
    std::size_t window;
    std::size_t concurrency;
    std::size_t faults; // stops, failures and the like on one path
    bool resizing;

    std::string description() const
    {
        return std::string(order == genpool::order::input ? "input" : "completion") + " order, up to " +
               std::to_string(items) + " items, window " + std::to_string(window) + ", concurrency " +
               std::to_string(concurrency) + ", faults " + std::to_string(faults) +
               (resizing ? ", resized at will" : "");
    }
};

/// The events that an engine may send to a window in one state. `event(name, apply)` is called for each.
template <class Event>
class legal_events
{
public:
    legal_events(extent const& e, modelled_window const& w, Event event)
        : extent_(e), window_(w), model_(w.model()), event_(event)
    {}

    void of_source() const
    {
        if (model_.may_pull())
            event_("begin pull", [](modelled_window& w) { w.begin_pull(); });
        if (!model_.pulling)
            return;
        if (model_.source == window_model::open)
            of_open_source();
        for (std::size_t n = 1; n <= model_.reserved_count; ++n)
            event_("give back", [=](modelled_window& w) { w.give_back(n); });
        if (model_.reserved_count == 0)
            event_("end pull", [](modelled_window& w) { w.end_pull(); });
    }

    void of_calls() const
    {
        for (std::size_t n = 1; model_.may_run() && n <= model_.startable(); ++n)
            event_("claim", [=](modelled_window& w) { w.claim(n); });
        for (std::size_t c = 0; c != model_.claim_count; ++c)
            of_claim(c);
    }

    void of_consumer() const
    {
        auto const taken = model_.number_of(window_model::taken);
        for (std::size_t n = 1; n <= taken; ++n)
            event_("handed over", [=](modelled_window& w) { w.handed_over(n); });
        if (taken != 0)
            return;
        for (std::size_t n = 1; n <= model_.ready(); ++n)
            event_("take", [=](modelled_window& w) { w.take(n); });
        if (model_.told == window_model::none && model_.completion())
            event_("ask how it ended", [](modelled_window& w) { w.ask(); });
    }

    void faults() const
    {
        if (model_.pulling && model_.source == window_model::open)
            event_("source fails", [](modelled_window& w) { w.source_failed(); });
        for (std::size_t c = 0; c != model_.claim_count; ++c)
            if (model_.claims[c].running)
                event_("call fails", [=](modelled_window& w) { w.failed(c); });
        if (!model_.consumer_failed)
            event_("consumer fails", [](modelled_window& w) { w.fail_consumer(false); });
        if (!model_.consumer_failed && model_.number_of(window_model::taken) != 0)
            event_("result is lost", [](modelled_window& w) { w.fail_consumer(true); });
        if (!model_.stopped && model_.source == window_model::open)
            event_("stop pulling", [](modelled_window& w) { w.stop_pulling(); });
        if (!model_.stopped_all)
            event_("stop", [](modelled_window& w) { w.stop(); });
        if (!model_.discarded)
            event_("discard", [](modelled_window& w) { w.discard(); });
        if (!model_.pool_gone)
            event_("pool is gone", [](modelled_window& w) { w.pool_gone(); });
    }

    /// What neither brings a map forward nor goes wrong.
    void others() const
    {
        if (model_.pool_gone && !model_.pulling)
            event_("take the role to destroy the source", [](modelled_window& w) { w.begin_pull(); });
        for (std::size_t capacity : {std::size_t(1), extent_.window})
            if (extent_.resizing && capacity != model_.capacity)
                event_("resize", [=](modelled_window& w) { w.resize(capacity); });
    }

private:
    void of_open_source() const
    {
        for (std::size_t n = 1; n <= std::max<std::size_t>(std::min(model_.room(), window_.vacant()), 1); ++n)
            event_("reserve", [=](modelled_window& w) { w.reserve(n); });
        for (auto n = model_.slots + 1u; window_.vacant() < model_.room() && n <= extent_.window; ++n)
            event_("grow", [=](modelled_window& w) { w.grow(n); });
        for (std::size_t n = 1; n <= model_.reserved_count && model_.count + n <= extent_.items; ++n)
            event_("pulled", [=](modelled_window& w) { w.pulled(n); });
        event_("source ends", [](modelled_window& w) { w.source_ended(); });
    }

    void of_claim(std::size_t c) const
    {
        auto const [next, end, running] = model_.claims[c];
        if (next == end)
            return event_("claim done", [=](modelled_window& w) { w.claim_done(c); });
        if (model_.may_run())
            for (auto first = static_cast<window_model::byte>(next + running); first != end; ++first)
                event_("split", [=](modelled_window& w) { w.split(c, first); });
        if (!running && model_.may_start(next))
            event_("start", [=](modelled_window& w) { w.start(c); });
        else if (!running)
            event_("not started", [=](modelled_window& w) { w.not_started(c); });
        for (std::size_t n = 1; running && n <= std::size_t(end - next); ++n)
            if (n == 1 || model_.may_start(next + n - 1))
                event_("finished", [=](modelled_window& w) { w.finished(c, n); });
    }

    extent const& extent_;
    modelled_window const& window_;
    window_model const& model_;
    Event event_;
};

/// Breadth first, so that what it finds has the shortest history.
class exploration
{
public:
    explicit exploration(extent const& e) : extent_(e) {}

    void run()
    {
        visit(modelled_window(extent_.order, extent_.concurrency, extent_.window), 0, "start");
        while (!frontier_.empty()) {
            auto const [state, id] = std::move(frontier_.front());
            frontier_.pop_front();
            leave(state, id);
        }
    }

    std::size_t states() const noexcept { return steps_.size(); }
    std::size_t transitions() const noexcept { return transitions_; }

private:
    struct step
    {
        std::uint32_t before;
        char const* event;
    };

    void visit(modelled_window next, std::uint32_t before, char const* event)
    {
        if (!seen_.insert(next.model().packed()))
            return;
        steps_.push_back({before, event});
        frontier_.emplace_back(std::move(next), static_cast<std::uint32_t>(steps_.size() - 1));
    }

    void leave(modelled_window const& state, std::uint32_t id)
    {
        bool progress = false;
        bool fault = false;
        auto const event = [&](char const* name, auto apply) {
            auto next = state;
            try {
                if (fault)
                    next.count_fault();
                apply(next);
                next.check_against(state);
            } catch (std::logic_error const& broken) {
                throw std::logic_error(std::string(broken.what()) + "\n  after: " + history(id) + name);
            }
            ++transitions_;
            progress = true;
            visit(std::move(next), id, name);
        };
        legal_events const legal(extent_, state, event);
        legal.of_source();
        legal.of_calls();
        legal.of_consumer();
        if (!progress && !state.completion())
            throw std::logic_error("no quiescent state without a completion\n  after: " + history(id));
        legal.others();
        fault = true;
        if (state.model().faults != extent_.faults)
            legal.faults();
    }

    std::string history(std::uint32_t id) const
    {
        std::string all;
        for (; id != 0; id = steps_[id].before)
            all = std::string(steps_[id].event) + ", " + all;
        return all;
    }

    extent const extent_;
    state_set seen_;
    std::vector<step> steps_;
    std::deque<std::pair<modelled_window, std::uint32_t>> frontier_;
    std::size_t transitions_ = 0;
};

} // namespace genpool::proof
