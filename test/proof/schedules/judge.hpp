// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "oracle.hpp"
#include "proof/support/checker.hpp"
#include "proof/support/plan.hpp"

#include <string>
#include <vector>

namespace genpool::proof
{

/// One run of a plan in a world of its own, judged: the promises that it broke.
std::vector<broken_promise> const& judge(plan const& p, oracle& o, checker& c);

/// Everything that happened in a run that is made for that, for people, and the promises that it broke.
std::string narrate(plan const& p, oracle::choices const& choices);

/// A plan and choices as text, `plan words : 1.0.2`, and back.
std::string describe(plan const& p, oracle::choices const& choices);
void parse(std::string const& text, plan& p, oracle::choices& choices);

} // namespace genpool::proof
