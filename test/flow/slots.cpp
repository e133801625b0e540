// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../support/values/counted.hpp"
#include <genpool/detail/flow/slots.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <stdexcept>
#include <vector>

namespace flow_slots_tests
{

using genpool::detail::near_slots;
using genpool::detail::slot;
using genpool::detail::slot_id;
using genpool::detail::slot_table;
using genpool::test::census;
using genpool::test::counted;

BOOST_AUTO_TEST_SUITE(slots)

BOOST_AUTO_TEST_CASE(stay_where_they_are_when_more_are_made)
{
    slot_table<int> table;
    std::vector<slot<int>*> places;
    for (std::size_t count : {1u, 8u, 9u, 100u, 5000u}) {
        table.grow(count);
        for (slot_id id = 0; id != places.size(); ++id)
            BOOST_TEST(&table[id] == places[id]);
        for (auto id = static_cast<slot_id>(places.size()); id != count; ++id) {
            places.push_back(&table[id]);
            table[id].fill([&] { return static_cast<int>(id); });
        }
    }
    for (slot_id id = 0; id != places.size(); ++id)
        BOOST_TEST(*table[id] == static_cast<int>(id)); // so no two are the same
}

BOOST_AUTO_TEST_CASE(are_found_by_their_neighbours_in_any_order)
{
    slot_table<int> table;
    table.grow(1000);
    near_slots<int> near(table);
    for (slot_id step : {1u, 7u, 333u, 999u})
        for (slot_id i = 0; i != 1000; ++i) {
            auto const id = i * step % 1000;
            BOOST_TEST(&near[id] == &table[id]);
        }
    table.grow(10'000); // while somebody goes through it
    for (slot_id id : {999u, 1000u, 9999u, 0u})
        BOOST_TEST(&near[id] == &table[id]);
}

BOOST_AUTO_TEST_CASE(destroy_what_they_hold)
{
    census alive = 0;
    auto const make = [&] { return counted(alive); };
    {
        slot_table<counted> table;
        table.grow(20);
        table[3].fill(make);
        table[19].fill(make);
        BOOST_TEST(alive == 2);
        table[3].clear();
        BOOST_TEST(alive == 1);
        table[3].clear(); // is empty
        BOOST_CHECK_THROW(table[4].fill([&]() -> counted { throw std::runtime_error("no"); }),
                          std::runtime_error);
        BOOST_TEST(alive == 1);
        table.clear();
        BOOST_TEST(alive == 0);
        table.grow(9);
        table[8].fill(make);
    }
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(are_aligned)
{
    struct alignas(128) wide
    {
        char c;
    };
    slot_table<wide> table;
    table.grow(20);
    for (slot_id id = 0; id != 20; ++id)
        BOOST_TEST(reinterpret_cast<std::uintptr_t>(&*table[id]) % 128 == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace flow_slots_tests
