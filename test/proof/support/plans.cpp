// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "plans.hpp"

#include <algorithm>

namespace genpool::proof
{
namespace
{

/// Each with what can go wrong, one thing at a time.
void add_faults(std::vector<plan>& all, plan const& p)
{
    all.push_back(p);
    for (std::size_t i = 0; i != p.items; ++i) {
        auto fails = p;
        fails.failing_calls = std::uint64_t(1) << i;
        all.push_back(fails);
    }
    for (auto const at : {std::size_t(0), p.items}) {
        auto fails = p;
        fails.source_fails = at;
        all.push_back(fails);
    }
    if (row(p.consumer).callback) {
        auto fails = p;
        fails.consumer_fails = 0;
        all.push_back(fails);
    }
    for (auto const& a : action_table) {
        if (!applies(a, p))
            continue;
        auto stopped = p;
        stopped.happens = {a.kind};
        all.push_back(stopped);
    }
}

} // namespace

std::vector<plan> small_plans()
{
    struct size
    {
        std::size_t items, concurrency, window;
    };
    std::vector<plan> all;
    for (auto const& s : sources)
        for (auto const& f : functions)
            for (auto const& c : consumers)
                for (auto const o : orders)
                    for (auto const z : {size{3, 1, 1}, size{3, 2, 2}, size{3, 2, 3}}) {
                        plan p;
                        p.items = z.items;
                        p.concurrency = z.concurrency;
                        p.window = z.window;
                        p.order = o;
                        p.source = s.kind;
                        p.function = f.kind;
                        p.consumer = c.kind;
                        if (together(s, f))
                            add_faults(all, p);
                    }
    return all;
}

plan random_plans::next()
{
    random_.discard(4); // near seeds begin with near numbers
    plan p;
    p.items = one_in(4) ? below(40) : below(6);
    p.concurrency = 1 + below(4);
    p.window = 1 + (one_in(4) ? below(24) : below(4));
    p.order = any_of(orders);
    p.source = any_of(sources).kind;
    do
        p.function = any_of(functions).kind;
    while (!together(row(p.source), row(p.function)));
    p.consumer = any_of(consumers).kind;
    p.long_calls = one_in(4);
    if (one_in(3))
        for (auto left = 1 + below(2); left != 0; --left)
            p.failing_calls |= std::uint64_t(1) << below(std::max<std::size_t>(p.items, 1));
    if (one_in(5))
        p.source_fails = below(p.items + 1);
    if (row(p.consumer).callback && one_in(5))
        p.consumer_fails = below(p.items + 1);
    for (auto left = below(3); left != 0; --left)
        if (auto const& a = any_of(action_table); applies(a, p))
            p.happens.insert(a.kind);
    p.inside = one_in(2);
    return p;
}

} // namespace genpool::proof
