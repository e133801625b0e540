// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstdlib>

/// The seeded bug that the environment has chosen, or 0.
inline int const chosen_mutant = [] {
    char const* const number = std::getenv("GENPOOL_MUTANT");
    return number != nullptr ? std::atoi(number) : 0;
}();

inline bool mutant(int number) noexcept { return chosen_mutant == number; }
