// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Schedules that libFuzzer looks for: the first bytes are a plan, the others what the oracle chooses. Failures are
// told in the words that proof_schedules can replay.
#include "drivers.hpp"
#include "judge.hpp"
#include "proof/support/checker.hpp"
#include "proof/support/tables.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <span>

namespace
{

using namespace genpool::proof;

template <class Table>
auto const& one_of(Table const& table, oracle& o)
{
    return table[o.choose(std::size(table))];
}

plan choose_plan(oracle& o)
{
    plan p;
    p.source = one_of(sources, o).kind;
    p.function = one_of(functions, o).kind;
    if (!together(row(p.source), row(p.function)))
        p.function = function_kind::plain;
    p.consumer = one_of(consumers, o).kind;
    p.order = one_of(orders, o);
    p.items = o.choose(8);
    p.concurrency = 1 + o.choose(4);
    p.window = 1 + o.choose(12);
    p.failing_calls = o.choose(2) == 0 ? 0 : o.choose(256);
    if (o.choose(4) == 3)
        p.source_fails = o.choose(p.items + 1);
    if (row(p.consumer).callback && o.choose(4) == 3)
        p.consumer_fails = o.choose(p.items + 1);
    for (auto left = o.choose(4); left != 0; --left)
        if (auto const& a = one_of(action_table, o); applies(a, p))
            p.happens.insert(a.kind);
    p.inside = o.choose(2) != 0;
    p.long_calls = o.choose(2) != 0;
    return p;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    static checker c;
    constexpr std::size_t plan_size = 24;
    auto const bytes = std::span(data, size);
    auto const head = bytes.first(std::min(size, plan_size));
    bytes_oracle planner(head);
    auto const p = choose_plan(planner);
    bytes_oracle o(bytes.subspan(head.size()));
    if (!judge(p, o, c).empty()) {
        std::printf("%s\nreplay: %s\n", narrate(p, o.made()).c_str(), describe(p, o.made()).c_str());
        std::fflush(stdout); // abort does not
        std::abort();
    }
    return 0;
}
