// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "drivers.hpp"
#include "judge.hpp"
#include "proof/support/counts.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace genpool::proof
{

/// For runs by hand: tells what it takes to see the first failures again.
class report : public counts
{
public:
    using counts::count;
    using counts::counts;

    report& about(char const* what)
    {
        counts::about(what);
        return *this;
    }

    void count(plan const& p, oracle::choices const& choices, std::vector<broken_promise> const& broken)
    {
        if (count(!broken.empty()))
            tell(p, choices, broken.front().promise);
        if (ends_with_the_first_ && !broken.empty())
            std::exit(exit_status());
    }

    void end_with_the_first() { ends_with_the_first_ = true; }

private:
    void tell(plan const& p, oracle::choices const& choices, std::string const& promise)
    {
        checker c;
        auto const least = shrink(choices, [&](oracle::choices const& other) {
            replayed_oracle o(other);
            auto const& all = judge(p, o, c);
            return !all.empty() && all.front().promise == promise;
        });
        std::printf("%s\nreplay: %s\n", narrate(p, least).c_str(), describe(p, least).c_str());
        std::fflush(stdout);
    }

    bool ends_with_the_first_ = false;
};

} // namespace genpool::proof
