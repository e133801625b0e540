// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "checker.hpp"
#include "oracle.hpp"
#include "plan.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace genpool::proof
{

/// One run of a plan in a world of its own, judged: the promises that it broke. `steps`, if given, is told how many
/// handlers have run.
std::vector<broken_promise> const& judge(plan const& p, oracle& o, checker& c, std::size_t* steps = nullptr);

/// Everything that happened in such a run, for people; ends with the promises that it broke.
std::string narrate(plan const& p, oracle::choices const& choices);

/// A plan and choices as text, `plan words : 1.0.2`, and back.
std::string describe(plan const& p, oracle::choices const& choices);
void parse(std::string const& text, plan& p, oracle::choices& choices);

} // namespace genpool::proof
