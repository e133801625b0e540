// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "judge.hpp"

#include "drivers.hpp"
#include "proof/support/narrate.hpp"
#include "world.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>
#include <utility>

namespace genpool::proof
{
std::vector<broken_promise> const& judge(plan const& p, oracle& o, checker& c)
{
    world w(p, o);
    w.let_run();
    c.check(p, w.record);
    w.destroy();
    return c.check_nothing_lives(w.record);
}

std::string narrate(plan const& p, oracle::choices const& choices)
{
    replayed_oracle o(choices);
    checker c;
    world w(p, o);
    w.let_run();
    c.check(p, w.record);
    w.destroy();
    return narrate(w.record, c.check_nothing_lives(w.record));
}

std::string describe(plan const& p, oracle::choices const& choices)
{
    auto text = describe(p) + " :";
    char separator = ' ';
    for (auto const c : choices)
        text.append(1, std::exchange(separator, '.')).append(std::to_string(c));
    return text;
}

void parse(std::string const& text, plan& p, oracle::choices& choices)
{
    auto const colon = std::min(text.find(':'), text.size());
    p = parse_plan(std::string_view(text).substr(0, colon));
    choices.clear();
    std::istringstream numbers(text.substr(std::min(colon + 1, text.size())));
    for (unsigned choice; numbers >> choice; numbers.ignore(1))
        choices.push_back(static_cast<oracle::choices::value_type>(choice));
}

} // namespace genpool::proof
