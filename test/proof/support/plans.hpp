// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "plan.hpp"
#include "tables.hpp"

#include <cstdint>
#include <random>
#include <vector>

namespace genpool::proof
{

/// The product of the tables, for maps so small that most of their schedules can be tried.
std::vector<plan> small_plans();

/// Plans by chance, of everything that the tables have.
class random_plans
{
public:
    explicit random_plans(std::uint64_t seed) : random_(seed) {}

    plan next();

private:
    std::size_t below(std::size_t n) { return random_() % n; }
    bool one_in(std::size_t n) { return below(n) == 0; }

    template <class Table>
    auto const& any_of(Table const& table)
    {
        return table[below(std::size(table))];
    }

    std::minstd_rand random_;
};

} // namespace genpool::proof
