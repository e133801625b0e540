// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "checker.hpp"
#include "log.hpp"

#include <string>
#include <vector>

namespace genpool::proof
{

/// Everything that happened in a run, for people, and the promises that it broke.
std::string narrate(run_log const& l, std::vector<broken_promise> const& broken);

} // namespace genpool::proof
