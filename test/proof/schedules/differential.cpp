// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Programs by chance, of every size, limit, order, duration and fault, against a model that does one thing after the
// other: their results, errors and accounts must agree.
//
//     proof_differential [--runs=N] [--seed=S]
#include "drivers.hpp"
#include "judge.hpp"
#include "proof/support/checker.hpp"
#include "proof/support/narrate.hpp"
#include "proof/support/plans.hpp"
#include "report.hpp"
#include "world.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace
{

using namespace genpool::proof;

/// What a program gives.
struct result
{
    std::vector<std::size_t> values;
    ending how = ending::ok;
    std::size_t whose = 0; ///< error
    std::size_t pulled = 0;
    std::size_t failed = 0;
};

/// The program as a loop.
result in_sequence(plan const& p)
{
    result r;
    for (std::size_t item = 0; item != p.items || p.source_fails == item; ++item) {
        if (p.source_fails == item) {
            r.how = ending::source;
            return r;
        }
        ++r.pulled;
        r.whose = item;
        if (p.call_fails(item)) {
            ++r.failed;
            r.how = ending::call;
            return r;
        }
        r.values.push_back(final_value_of(p, item));
        if (p.consumer == consumer_kind::first)
            return r;
        if (p.consumer_fails == item) {
            r.how = ending::consumer;
            return r;
        }
    }
    return r;
}

/// The program as a map.
result mapped(run_log const& l)
{
    result r;
    for (auto const& e : l.events()) {
        if (e.kind == what::deliver)
            r.values.push_back(e.value);
        r.pulled += e.kind == what::pull;
        r.failed += e.kind == what::fail;
        if (e.kind == what::told || (e.kind == what::complete && e.how != ending::ok)) {
            r.how = e.how;
            r.whose = e.value;
        }
    }
    return r;
}

/// Whether a map has given what the model says, as far as its calls may overlap.
bool agree(plan const& p, result map, result model, run_log const& l)
{
    bool const one_at_a_time = std::min(p.concurrency, p.window) == 1;
    if (p.consumer == consumer_kind::first && p.order == genpool::order::completion && !one_at_a_time)
        return true; // any of them
    bool const one_result = p.order == genpool::order::input || one_at_a_time || model.how == ending::ok;
    auto const delivered = model.values.size();
    if (l.account) {
        auto const& first = l.account->upstream.empty() ? *l.account : l.account->upstream.back();
        if (!may_be_all(p, static_cast<std::size_t>(first.pulled), map.pulled) ||
            account_of_map(p, *l.account).failed != map.failed)
            return false;
        if (one_result && l.account->delivered != delivered)
            return false;
    }
    if (one_result && map.how != model.how)
        return false;
    if (one_result && (model.how == ending::call || model.how == ending::consumer) &&
        map.whose != model.whose)
        return false;
    if (p.consumer != consumer_kind::no_callback) {
        if (p.order == genpool::order::completion && !one_at_a_time) {
            std::sort(map.values.begin(), map.values.end());
            if (!one_result) // some of what could have been
                return std::adjacent_find(map.values.begin(), map.values.end()) == map.values.end();
        }
        if (map.values != model.values)
            return false;
    }
    if (p.consumer == consumer_kind::collect || row(p.consumer).of_pipe)
        return true; // what it has been handed is out of the window
    bool const alone = whole_window(p) == 1;
    return alone ? map.pulled == model.pulled && map.failed == model.failed
                 : !one_result || map.pulled <= delivered + whole_window(p);
}

void try_programs(report& r, std::size_t runs, std::uint64_t seed)
{
    checker c;
    for (std::size_t i = 0; i != runs; ++i) {
        random_plans plans(seed + i);
        auto p = plans.next();
        p.happens = {};
        if (row(p.source).endless)
            continue;
        random_oracle o(seed + i, static_cast<unsigned>(i % 3) * 4);
        world w(p, o);
        w.let_run();
        auto broken = c.check(p, w.record);
        if (!agree(p, mapped(w.record), in_sequence(p), w.record))
            broken.push_back({"I1", "a map gives what a loop gives", w.record.events().size()});
        if (r.count(!broken.empty()))
            std::printf("%s\nreplay: %s\n", narrate(w.record, broken).c_str(), describe(p, o.made()).c_str());
    }
}

} // namespace

int main(int argc, char** argv)
{
    std::size_t runs = 100'000;
    std::uint64_t seed = 1;
    for (int i = 1; i < argc; ++i) {
        std::string_view const word = argv[i];
        if (word.starts_with("--runs="))
            runs = std::strtoull(argv[i] + 7, nullptr, 10);
        else if (word.starts_with("--seed="))
            seed = std::strtoull(argv[i] + 7, nullptr, 10);
        else
            return std::fprintf(stderr, "proof_differential: not understood: %s\n", argv[i]), 2;
    }
    report r("differential");
    try_programs(r.about("programs against a loop"), runs, seed);
    return r.exit_status();
}
