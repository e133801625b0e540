// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Every kind of map, abandoned after each of its handlers, in every order of destruction of its pool, its consumer's
// context, the context in which its source waits, and its stream; with and without running what is queued in between.
//
//     proof_abandon [--recorded]    also with the last handlers first, and closed before or in between
//     proof_abandon --every=N       in every N-th order, of which another map's are others
#include "judge.hpp"
#include "proof/support/checker.hpp"
#include "proof/support/narrate.hpp"
#include "proof/support/tables.hpp"
#include "report.hpp"
#include "world.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace
{

using namespace genpool::proof;

/// The pool's handlers first, or the last ones.
class steady_oracle final : public oracle
{
public:
    explicit steady_oracle(bool last_first) : last_first_(last_first) {}

private:
    std::size_t decide(std::size_t n) override { return last_first_ ? n - 1 : 0; }

    bool const last_first_;
};

struct abandonment
{
    std::size_t steps; ///< handlers that run before
    bool drained;      ///< what is queued runs before the next part is destroyed
    bool last_first;
    std::vector<action> order;
};

void tell(abandonment const& a, plan const& p, run_log const& l, std::vector<broken_promise> const& broken)
{
    std::printf("%s\n%s, after %zu handlers%s%s, destroyed:", narrate(l, broken).c_str(), describe(p).c_str(),
                a.steps, a.drained ? ", drained" : "", a.last_first ? ", last handlers first" : "");
    for (auto const part : a.order)
        std::printf(" %s", row(part).name);
    std::puts("");
}

/// Returns whether the map was still at work.
bool abandon(report& r, checker& c, plan const& p, abandonment const& a)
{
    steady_oracle o(a.last_first);
    world w(p, o);
    w.begin();
    bool busy = true;
    for (std::size_t n = 0; busy && n != a.steps; ++n)
        busy = w.step();
    for (auto const part : a.order) {
        w.act(part);
        while (a.drained && w.step()) {
        }
    }
    while (w.step()) {
    }
    w.rest();
    c.check(p, w.record);
    w.destroy();
    auto const& broken = c.check_nothing_lives(w.record);
    if (r.count(!broken.empty()))
        tell(a, p, w.record, broken);
    return busy;
}

std::vector<action> parts_of(plan const& p, bool recorded)
{
    std::vector<action> parts;
    for (auto const& a : action_table)
        if ((a.destroys || (recorded && a.kind == action::close)) && applies(a, p))
            parts.push_back(a.kind);
    return parts;
}

/// Chooses one of every so many.
class one_of
{
public:
    explicit one_of(std::size_t count) : count_(count) {}

    bool chosen() { return turn_++ % count_ == 0; }

private:
    std::size_t count_;
    std::size_t turn_ = 0;
};

void abandon_everywhere(report& r, plan const& p, bool recorded, one_of& orders)
{
    checker c;
    auto parts = parts_of(p, recorded);
    do {
        if (!orders.chosen())
            continue;
        for (bool const drained : {false, true})
            for (bool const last_first : {false, true})
                for (std::size_t steps = 0;
                     (!last_first || recorded) && abandon(r, c, p, {steps, drained, last_first, parts});
                     ++steps) {
                }
    } while (std::next_permutation(parts.begin(), parts.end()));
}

} // namespace

int main(int argc, char** argv)
try {
    bool recorded = false;
    std::size_t every = 1;
    for (int i = 1; i < argc; ++i) {
        std::string_view const word = argv[i];
        if (word == "--recorded")
            recorded = true;
        else if (word.starts_with("--every="))
            every = std::max<std::size_t>(std::strtoull(argv[i] + 8, nullptr, 10), 1);
        else
            throw std::invalid_argument("not understood: " + std::string(word));
    }
    one_of orders_of_destruction(every);
    report r("abandon");
    for (auto const& s : sources) {
        r.about(s.name);
        for (auto const& f : functions)
            for (auto const& consumer : consumers)
                for (auto const o : orders) {
                    if (!together(s, f))
                        continue;
                    plan p;
                    p.order = o;
                    p.source = s.kind;
                    p.function = f.kind;
                    p.consumer = consumer.kind;
                    abandon_everywhere(r, p, recorded, orders_of_destruction);
                }
    }
    return r.exit_status();
} catch (std::exception const& e) {
    std::fprintf(stderr, "proof_abandon: %s\n", e.what());
    return 2;
}
