// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// proof_map_state [--recorded]: explores the state of small maps, with every event at every step.
// proof_map_state ORDER ITEMS WINDOW CONCURRENCY FAULTS WAITS FINE [steered]: explores that one (the order is input or completion).
#include "small_map.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <exception>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace
{

using genpool::proof::map_extent;
using genpool::proof::small_map;

/// Breadth first, so that what it finds has the shortest history.
class exploration
{
public:
    explicit exploration(map_extent const& e) : start_(e) {}

    void run()
    {
        visit(start_, 0, "start");
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

    void visit(small_map next, std::uint32_t before, char const* event)
    {
        if (!seen_.insert(next.identity()).second)
            return;
        steps_.push_back({before, event});
        frontier_.emplace_back(std::move(next), static_cast<std::uint32_t>(steps_.size() - 1));
    }

    void leave(small_map const& state, std::uint32_t id)
    {
        using kind = small_map::kind;
        bool busy = false;
        bool waiting = false;
        state.steps([&](char const* name, kind k, auto apply) {
            if (k == kind::trouble && !state.may_have_faults())
                return;
            busy = busy || k == kind::inner;
            waiting = waiting || k == kind::outer;
            auto next = state;
            ++transitions_;
            try {
                if (k == kind::trouble)
                    next.count_fault();
                apply(next);
                next.check();
            } catch (std::logic_error const& broken) {
                throw std::logic_error(std::string(broken.what()) + "\n  after: " + history(id) + name);
            }
            visit(std::move(next), id, name);
        });
        try {
            if (!busy)
                state.check_quiet();
            if (!busy && !waiting)
                state.check_over();
        } catch (std::logic_error const& broken) {
            throw std::logic_error(std::string(broken.what()) + "\n  after: " + history(id));
        }
    }

    std::string history(std::uint32_t id) const
    {
        std::string all;
        for (; id != 0; id = steps_[id].before)
            all = std::string(steps_[id].event) + ", " + all;
        return all;
    }

    small_map const start_;
    std::unordered_set<std::string> seen_;
    std::vector<step> steps_;
    std::deque<std::pair<small_map, std::uint32_t>> frontier_;
    std::size_t transitions_ = 0;
};

/// Whether it holds.
bool explore(map_extent const& e, std::size_t& transitions)
{
    exploration all(e);
    std::string failure;
    try {
        all.run();
    } catch (std::exception const& broken) {
        failure = broken.what();
    }
    transitions += all.transitions();
    std::printf("%s order, up to %d items, window %d, concurrency %d, faults %d%s%s%s%s: %zu states, %zu "
                "transitions\n",
                e.order == genpool::order::input ? "input" : "completion", e.items, e.window, e.concurrency,
                e.faults, e.waits ? ", a source that waits" : "",
                e.reads_maps ? ", and reads other maps" : "", e.fine ? ", updates in three steps" : "",
                e.steered ? ", limits that change" : "", all.states(), all.transitions());
    if (!failure.empty())
        std::printf("FAILED: %s\n", failure.c_str());
    std::fflush(stdout);
    return failure.empty();
}

std::vector<map_extent> extents(bool recorded)
{
    using genpool::order;
    std::vector<map_extent> all;
    for (auto const o : {order::input, order::completion}) {
        all.push_back({o, 2, 1, 1, 1, true, false});
        all.push_back({o, 2, 1, 1, 1, true, false, true});
        all.push_back({o, 2, 2, 2, 1, false, false});
        all.push_back({o, 4, 4, 1, 0, false, false}); // batches of two
        all.push_back({o, 2, 2, 2, 0, false, false, false, true});
        if (recorded || o == order::input)
            all.push_back({o, 2, 2, 1, 0, true, false, false, true});
        if (recorded) {
            all.push_back({o, 2, 1, 1, 1, true, true});
            all.push_back({o, 2, 2, 1, 1, true, true});
            all.push_back({o, 3, 4, 1, 0, false, true});
            all.push_back({o, 4, 4, 1, 1, false, false});
            all.push_back({o, 2, 1, 1, 2, true, false});
            all.push_back({o, 2, 2, 2, 1, true, false});
            all.push_back({o, 2, 2, 2, 1, false, true});
            all.push_back({o, 4, 8, 2, 0, false, false}); // of which others take some
            all.push_back({o, 2, 2, 2, 1, false, false, false, true});
        }
    }
    return all;
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<std::string> const arguments(argv + 1, argv + argc);
    std::size_t transitions = 0;
    if (arguments.size() == 7 || arguments.size() == 8) {
        auto const number = [&](std::size_t i) {
            return static_cast<std::uint8_t>(std::stoul(arguments[i]));
        };
        auto const order = arguments[0] == "input" ? genpool::order::input : genpool::order::completion;
        return !explore({order, number(1), number(2), number(3), number(4), number(5) != 0, number(6) != 0,
                         false, arguments.size() == 8},
                        transitions);
    }
    std::size_t failed = 0;
    for (auto const& e : extents(arguments == std::vector<std::string>{"--recorded"}))
        failed += !explore(e, transitions);
    std::printf("proof_map_state\tevents in every state of a small map\t%zu\t%zu\n", transitions, failed);
    return failed != 0;
}
