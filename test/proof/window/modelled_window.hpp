// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "window_model.hpp"
#include <genpool/detail/flow/window.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

namespace genpool::proof
{

using detail::slot_id;

inline void require(bool holds, char const* promise)
{
    if (!holds)
        throw std::logic_error(promise);
}

/// A window and its model. Each event is sent to both; then they are compared.
class modelled_window
{
    using byte = window_model::byte;

public:
    modelled_window(genpool::order order, std::size_t concurrency, std::size_t capacity)
        : window_(order, concurrency, capacity)
    {
        model_.in_order = order == genpool::order::input;
        model_.concurrency = static_cast<byte>(concurrency);
        model_.capacity = static_cast<byte>(capacity);
    }

    window_model const& model() const noexcept { return model_; }
    std::size_t vacant() const noexcept { return model_.slots - model_.in_flight(); }
    std::optional<end_reason> completion() const
    {
        return detail::window(window_).completion();
    } // nobody is told

    // The source.
    void begin_pull()
    {
        window_.begin_pull();
        model_.pulling = true;
    }

    void grow(std::size_t slots)
    {
        detail::window::storage larger(slots);
        window_.adopt(larger, slots);
        model_.slots = static_cast<byte>(slots);
    }

    void reserve(std::size_t wanted)
    {
        auto const expected = std::min({wanted, model_.room(), vacant()});
        auto const n = window_.reserve(std::span(slots_).first(wanted));
        require(n == expected, "as many slots as there is room");
        for (std::size_t i = 0; i != n; ++i)
            model_.reserved[model_.reserved_count++] = static_cast<byte>(slots_[i]);
        require(n == 0 || model_.in_flight() <= model_.capacity, "pulled - handed over <= window");
    }

    void pulled(std::size_t n)
    {
        window_.pulled(reserved(0, n));
        for (std::size_t i = 0; i != n; ++i)
            model_.items[model_.count++] = {window_model::waiting, model_.reserved[i], 0};
        model_.unreserve(0, n);
    }

    void give_back(std::size_t n)
    {
        window_.give_back(reserved(model_.reserved_count - n, n));
        model_.unreserve(model_.reserved_count - n, n);
    }

    void source_ended()
    {
        model_.source = model_.pulls_no_more() ? window_model::cut_short : window_model::ended;
        window_.source_ended();
    }

    void source_failed()
    {
        model_.source = window_model::failed;
        window_.source_failed();
    }

    void end_pull()
    {
        window_.end_pull();
        model_.pulling = false;
    }

    // Calls. `c` is the number of a claim in the model.
    void claim(std::size_t n)
    {
        auto const c = window_.begin_claim(std::span(slots_).first(n));
        auto const first = model_.count - model_.number_of(window_model::waiting);
        require(c.count == n && c.first == first, "claims in the source's order");
        for (std::size_t i = 0; i != n; ++i) {
            auto& item = model_.items[first + i];
            require(slots_[i] == item.slot, "a claimed item is in its slot");
            item.state = window_model::claimed;
        }
        model_.add_claim(first, first + n);
    }

    void split(std::size_t c, byte first)
    {
        window_.claim_split();
        model_.add_claim(first, std::exchange(model_.claims[c].end, first));
    }

    void start(std::size_t c)
    {
        auto const index = model_.claims[c].next;
        model_.items[index].state = window_model::running;
        model_.claims[c].running = true;
    }

    void not_started(std::size_t c)
    {
        auto const [next, end, running] = model_.claims[c];
        require(window_.trimmed(), "what must not start is looked for");
        window_.not_started(next, end - next);
        for (auto i = next; i != end; ++i)
            model_.items[i].state = window_model::withdrawn;
        model_.claims[c].next = end;
    }

    void finished(std::size_t c, std::size_t n)
    {
        auto const first = model_.claims[c].next;
        for (std::size_t i = 0; i != n; ++i)
            slots_[i] = model_.items[first + i].slot;
        window_.finished(first, std::span(slots_).first(n));
        for (std::size_t i = 0; i != n; ++i)
            model_.finish(first + i);
        model_.advance_claim(c, n);
    }

    void failed(std::size_t c)
    {
        auto const index = model_.claims[c].next;
        window_.failed(index);
        model_.fail(index);
        model_.advance_claim(c, 1);
    }

    void claim_done(std::size_t c)
    {
        window_.claim_done();
        model_.remove_claim(static_cast<std::ptrdiff_t>(c));
    }

    // The consumer.
    void take(std::size_t n)
    {
        auto const expected = model_.deliverable();
        require(window_.take(std::span(slots_).first(n)) == n, "what is ready can be taken");
        for (std::size_t i = 0; i != n; ++i) {
            auto& item = model_.items[expected[i]];
            require(slots_[i] == item.slot, "results come in order, each once");
            item.state = window_model::taken;
        }
    }

    void handed_over(std::size_t n)
    {
        for (std::size_t i = 0; i != n; ++i)
            slots_[i] = model_.hand_over();
        window_.handed_over(std::span(slots_).first(n));
    }

    void ask()
    {
        auto const told = window_.completion();
        require(told == model_.completion(), "the completion that is told");
        if (!model_.discarded && !model_.consumer_failed)
            model_.told = static_cast<byte>(*told);
    }

    void fail_consumer(bool lost_one)
    {
        if (lost_one)
            model_.lose_one();
        window_.fail_consumer(lost_one);
        model_.stop();
        model_.consumer_failed = true;
        model_.drop_taken();
    }

    // Control.
    void stop_pulling()
    {
        window_.stop_pulling();
        model_.stop_pulling();
    }

    void stop()
    {
        window_.stop();
        model_.stop();
    }

    void discard()
    {
        window_.discard();
        model_.stop();
        model_.discarded = true;
        model_.drop_taken();
    }

    void pool_gone()
    {
        window_.pool_gone();
        model_.pool_gone = true;
    }

    void resize(std::size_t capacity)
    {
        window_.set_capacity(capacity);
        model_.capacity = static_cast<byte>(capacity);
    }

    void count_fault() { ++model_.faults; }

    /// Everything that can be seen of the window is as the model has it, and nothing that has been told
    /// before has become untrue.
    void check_against(modelled_window const& before) const
    {
        check_limits();
        check_account();
        check_slots();
        check_what_is_inside();
        check_verdict(before.model_);
    }

private:
    void check_limits() const
    {
        auto const& m = model_;
        require(window_.slots() == m.slots && window_.vacant() == vacant(), "no slot is lost");
        require(window_.in_flight() == m.in_flight(), "what is in flight");
        require(window_.full() == (!m.pulls_no_more() && m.in_flight() >= m.capacity), "whether it is full");
        require(window_.room() == m.room() && window_.may_pull() == m.may_pull(), "what may be pulled");
        require(window_.pulling() == bool(m.pulling), "one puller");
        require(window_.pull_stopped() == (m.stopped || m.pool_gone || m.first_error != window_model::none),
                "whether the pulling has been stopped");
        require(m.pulls_no_more() || m.in_flight() >= m.capacity || m.pulling || window_.may_pull(),
                "while a slot is free, a pull is on or may begin");
        require(window_.claims() == m.claim_count, "the number of claims");
        require(window_.claims() <= m.concurrency, "running <= concurrency");
        require(window_.may_run() == m.may_run() && window_.startable() == m.startable(),
                "what may be claimed");
        for (std::size_t i = 0; i != m.count; ++i) {
            require(window_.may_start(i) == m.may_start(i), "what may start");
            require((i >= window_.wasted_from()) == (i >= m.wasted_from()), "which calls run for nobody");
        }
        require(window_.ready() == m.ready(), "what is ready");
        require(!m.in_order || m.discarded || m.consumer_failed || window_.awaited() == m.head(),
                "the result that is awaited");
        require(window_.quiet() == (m.claim_count == 0 && !m.pulling), "whether it is quiet");
    }

    void check_account() const
    {
        auto const& m = model_;
        require(window_.pulled_count() == m.count, "pulled");
        require(window_.delivered_count() == m.number_of(window_model::delivered), "delivered");
        require(window_.failed_count() == m.number_of(window_model::threw) + m.lost, "failed");
        require(window_.delivered_count() + window_.failed_count() <= window_.pulled_count(), "the account");
        require(window_.first_error().value_or(window_model::none) == m.first_error, "the first error");
    }

    void check_slots() const
    {
        std::array<bool, window_model::most_slots> used{};
        auto const use = [&](byte slot) {
            require(slot < model_.slots && !std::exchange(used[slot], true), "no slot in two places");
        };
        for (std::size_t i = 0; i != model_.reserved_count; ++i)
            use(model_.reserved[i]);
        for (auto const& item : model_.history())
            if (item.state != window_model::delivered)
                use(item.slot);
    }

    /// States that look alike are explored once, so what a window keeps inside is looked at each time: all
    /// slots are reserved, all that was pulled is called and taken.
    void check_what_is_inside() const
    {
        auto copy = *this;
        if (auto const free = std::min(model_.room(), vacant())) {
            copy.reserve(free);
            copy.check_slots();
        }
        while (copy.model_.may_run() && copy.model_.startable() != 0)
            copy.claim(copy.model_.startable());
        for (std::size_t c = 0; c != copy.model_.claim_count; ++c)
            if (auto const [next, end, running] = copy.model_.claims[c]; next != end)
                copy.finished(c, end - next);
        copy.take(copy.model_.ready());
        if (copy.model_.number_of(window_model::taken) == 0)
            return;
        copy.fail_consumer(true);
        require(copy.window_.first_error() == copy.model_.first_error, "which result was lost");
    }

    void check_verdict(window_model const& before) const
    {
        auto const& m = model_;
        auto const is = completion();
        require(is == m.completion(), "the completion");
        if (before.completion() && !m.consumer_failed && !m.discarded) {
            require(is.has_value(), "the completion is final");
            require(m.ready() == 0, "no result after the completion");
        }
        require(before.told == window_model::none || m.consumer_failed ||
                    is == static_cast<end_reason>(before.told),
                "what has been told is told for ever");
        require(is != end_reason::failed || !m.in_order || m.consumer_failed || m.discarded ||
                    m.head() == m.first_error,
                "everything before a failure is delivered, then the error");
        require(is != end_reason::completed ||
                    (m.source == window_model::ended &&
                     m.number_of(window_model::delivered) + m.number_of(window_model::taken) == m.count),
                "a truncated result never looks complete");
    }

    std::span<slot_id const> reserved(std::size_t first, std::size_t n)
    {
        std::copy_n(std::span(model_.reserved).subspan(first).begin(), n, slots_.begin());
        return std::span(slots_).first(n);
    }

    std::array<slot_id, window_model::most_items> slots_{};
    detail::window window_;
    window_model model_;
};

} // namespace genpool::proof
