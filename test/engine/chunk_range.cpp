// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/engine/chunk_range.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

namespace engine_chunk_range_tests
{

using genpool::detail::chunk_range;

BOOST_AUTO_TEST_SUITE(chunk_ranges)

BOOST_AUTO_TEST_CASE(start_each_item_once)
{
    chunk_range range;
    range.reset(3);
    BOOST_TEST(range.unstarted() == 3u);
    BOOST_TEST(range.finished() == 0u);
    std::uint32_t position = 99;
    for (std::uint32_t i = 0; i != 3; ++i) {
        BOOST_TEST(range.start_next(position));
        BOOST_TEST(position == i);
        BOOST_TEST(range.finished() == i); // those before it
        BOOST_TEST(range.unstarted() == 2 - i);
    }
    BOOST_TEST(!range.start_next(position));
    BOOST_TEST(range.finished() == 3u);
    BOOST_TEST(range.unstarted() == 0u);
}

BOOST_AUTO_TEST_CASE(give_away_the_later_half)
{
    for (std::uint32_t count = 1; count != 20; ++count)
        for (std::uint32_t started = 0; started <= count; ++started) {
            chunk_range range;
            range.reset(count);
            std::uint32_t position = 0;
            for (std::uint32_t i = 0; i != started; ++i)
                BOOST_TEST(range.start_next(position));
            std::uint32_t stolen = 99;
            auto const first = range.steal_half(stolen);
            BOOST_TEST(stolen == (count - started + 1) / 2);
            BOOST_TEST(first + stolen == count);
            BOOST_TEST(range.unstarted() == count - started - stolen);
            for (auto i = started; i != first; ++i)
                BOOST_TEST(range.start_next(position));
            BOOST_TEST(!range.start_next(position));
            BOOST_TEST(range.finished() == first);
        }
}

BOOST_AUTO_TEST_CASE(spare_is_what_the_owner_does_not_start_at_once)
{
    chunk_range range;
    std::uint32_t position = 0;
    range.reset(1);
    BOOST_TEST(!range.has_spare());
    range.reset(2);
    BOOST_TEST(range.has_spare());
    range.start_next(position);
    BOOST_TEST(range.has_spare());
    range.start_next(position);
    BOOST_TEST(!range.has_spare());
}

BOOST_AUTO_TEST_CASE(end_where_they_are_cut)
{
    chunk_range range;
    range.reset(5);
    std::uint32_t position = 0;
    range.start_next(position);
    range.start_next(position);
    BOOST_TEST(range.cut(1) == 5u); // the second was about to start
    BOOST_TEST(range.finished() == 1u);
    BOOST_TEST(range.unstarted() == 0u);
    BOOST_TEST(!range.start_next(position));
}

BOOST_AUTO_TEST_CASE(lose_no_item_between_an_owner_and_thieves)
{
    constexpr std::uint32_t items = 1000;
    for (int round = 0; round != 200; ++round) {
        chunk_range range;
        range.reset(items);
        std::vector<std::atomic<int>> taken(items);
        std::atomic<bool> go{false};
        auto const steal = [&] {
            while (!go)
                std::this_thread::yield();
            for (bool more = true; more;) {
                std::uint32_t count = 0;
                auto const first = range.steal_half(count);
                more = range.unstarted() != 0;
                for (std::uint32_t i = 0; i != count; ++i)
                    ++taken[first + i];
            }
        };
        std::thread one(steal);
        std::thread two(steal);
        go = true;
        for (std::uint32_t position = 0; range.start_next(position);)
            ++taken[position];
        one.join();
        two.join();
        int once = 0;
        for (auto const& times : taken)
            once += times == 1;
        BOOST_TEST(once == static_cast<int>(items));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_chunk_range_tests
