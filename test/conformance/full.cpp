// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Everything with everything. One part for each pair of a source and a pool, or no compiler would manage it.
#include "rows.hpp"

#include <cstddef>
#include <utility>

namespace
{

using namespace genpool::test;

constexpr std::size_t source = GENPOOL_TEST_PART / pool_names.size();
constexpr std::size_t pool = GENPOOL_TEST_PART % pool_names.size();

class all_of_the_part
{
public:
    all_of_the_part() { add(std::make_index_sequence<turns_taken * call_names.size()>()); }

private:
    // The calls of one turn share a type.
    static constexpr std::size_t turns_taken = token_names.size() * function_names.size();

    template <std::size_t... I>
    static void add(std::index_sequence<I...>)
    {
        (add_case<combination{source, pool, I % token_names.size(),
                              I / token_names.size() % function_names.size(), I / turns_taken},
                  I % turns_taken, calls::both>(boost::unit_test::framework::master_test_suite()),
         ...);
    }
};

all_of_the_part const all;

} // namespace
