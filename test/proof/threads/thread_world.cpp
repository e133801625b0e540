// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "thread_world.hpp"

#include "proof/support/begin.hpp"
#include "proof/support/checker.hpp"
#include "proof/support/plans.hpp"

#include <iterator>

namespace genpool::proof
{

plan plan_for_threads(std::uint64_t seed)
{
    auto p = random_plans(seed).next();
    p.racing = true;
    p.inside = p.long_calls = false;
    p.happens.erase(action::destroy_third); // who awaits it must not be in the midst of that
    if (row(p.source).endless)
        p.happens.insert(action::destroy_pool);
    return p;
}

void begin_map(thread_world& w) { begin_map_in(w); }

void try_on_threads(counts& r, plan const& p, std::uint64_t seed,
                    std::function<void(thread_world&)> const& begin)
{
    auto const threads = thread_counts[seed % std::size(thread_counts)];
    checker c;
    thread_world w(p, threads, seed);
    w.let_run([&] { begin(w); });
    w.destroy();
    c.check(p, w.record);
    auto const& broken = c.check_nothing_lives(w.record);
    if (r.count(!broken.empty()))
        std::printf("%s\n%zu threads, --seed=%llu: %s\n", narrate(w.record, broken).c_str(), threads,
                    static_cast<unsigned long long>(seed), describe(p).c_str());
}

} // namespace genpool::proof
