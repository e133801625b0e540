// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/flow/ring.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace flow_ring_tests
{

using genpool::detail::ring;

namespace
{

std::vector<int> numbers(std::size_t count, int first)
{
    std::vector<int> result(count);
    std::iota(result.begin(), result.end(), first);
    return result;
}

} // namespace

BOOST_AUTO_TEST_SUITE(rings)

BOOST_AUTO_TEST_CASE(have_a_power_of_two_of_cells)
{
    BOOST_TEST(ring<int>().size() == 0u);
    BOOST_TEST(ring<int>(1).size() == 1u);
    BOOST_TEST(ring<int>(5).size() == 8u);
    BOOST_TEST(ring<int>(8).size() == 8u);
}

BOOST_AUTO_TEST_CASE(keep_every_run_wherever_it_begins)
{
    for (std::uint64_t first : {0u, 1u, 5u, 7u, 8u, 1000u})
        for (std::size_t count = 0; count <= 8; ++count) {
            ring<int> cells(8);
            cells.fill(first + count, 8 - count, -1);
            auto const written = numbers(count, 100);
            cells.write(first, written);
            std::vector<int> read(count);
            cells.read(first, read);
            BOOST_TEST(read == written, boost::test_tools::per_element());
            for (std::size_t i = 0; i != count; ++i)
                BOOST_TEST(cells[first + i] == written[i]);
            for (auto other = first + count; other != first + 8; ++other)
                BOOST_TEST(cells[other] == -1);
        }
}

BOOST_AUTO_TEST_CASE(fill_a_run_and_nothing_beside_it)
{
    for (std::uint64_t first = 0; first != 8; ++first)
        for (std::size_t count = 0; count <= 8; ++count) {
            ring<int> cells(8);
            cells.fill(first, count, 1);
            for (std::size_t i = 0; i != 8; ++i)
                BOOST_TEST(cells[first + i] == (i < count ? 1 : 0));
        }
}

BOOST_AUTO_TEST_CASE(hand_their_cells_on_to_a_larger_one)
{
    ring<int> small(4);
    small.write(6, numbers(4, 6));
    ring<int> large(16);
    large.adopt(small, 6, 10);
    for (std::uint64_t i = 6; i != 10; ++i)
        BOOST_TEST(large[i] == static_cast<int>(i));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace flow_ring_tests
