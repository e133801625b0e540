// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/claim_cursor.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

using genpool::detail::claim_cursor;

namespace
{

/// As the owner does, with its fence.
bool start_next(claim_cursor& cursor, std::uint32_t& position)
{
    position = cursor.advance();
    std::atomic_thread_fence(std::memory_order_seq_cst);
    return cursor.holds(position);
}

} // namespace

BOOST_AUTO_TEST_SUITE(claim_cursors)

BOOST_AUTO_TEST_CASE(start_each_item_once)
{
    claim_cursor cursor;
    cursor.reset(3);
    BOOST_TEST(cursor.unstarted() == 3u);
    BOOST_TEST(cursor.finished() == 0u);
    std::uint32_t position = 99;
    for (std::uint32_t i = 0; i != 3; ++i) {
        BOOST_TEST(start_next(cursor, position));
        BOOST_TEST(position == i);
        BOOST_TEST(cursor.finished() == i); // those before it
        BOOST_TEST(cursor.unstarted() == 2 - i);
    }
    BOOST_TEST(!start_next(cursor, position));
    BOOST_TEST(cursor.finished() == 3u);
    BOOST_TEST(cursor.unstarted() == 0u);
}

BOOST_AUTO_TEST_CASE(give_away_the_later_half)
{
    for (std::uint32_t count = 1; count != 20; ++count)
        for (std::uint32_t started = 0; started <= count; ++started) {
            claim_cursor cursor;
            cursor.reset(count);
            std::uint32_t position = 0;
            for (std::uint32_t i = 0; i != started; ++i)
                BOOST_TEST(start_next(cursor, position));
            std::uint32_t stolen = 99;
            auto const first = cursor.steal_half(stolen);
            BOOST_TEST(stolen == (count - started + 1) / 2);
            BOOST_TEST(first + stolen == count);
            BOOST_TEST(cursor.unstarted() == count - started - stolen);
            for (auto i = started; i != first; ++i)
                BOOST_TEST(start_next(cursor, position));
            BOOST_TEST(!start_next(cursor, position));
            BOOST_TEST(cursor.finished() == first);
        }
}

BOOST_AUTO_TEST_CASE(spare_is_what_the_owner_does_not_start_at_once)
{
    claim_cursor cursor;
    std::uint32_t position = 0;
    cursor.reset(1);
    BOOST_TEST(!cursor.has_spare());
    cursor.reset(2);
    BOOST_TEST(cursor.has_spare());
    start_next(cursor, position);
    BOOST_TEST(cursor.has_spare());
    start_next(cursor, position);
    BOOST_TEST(!cursor.has_spare());
}

BOOST_AUTO_TEST_CASE(end_where_they_are_cut)
{
    claim_cursor cursor;
    cursor.reset(5);
    std::uint32_t position = 0;
    start_next(cursor, position);
    start_next(cursor, position);
    BOOST_TEST(cursor.cut(1) == 5u); // the second was about to start
    BOOST_TEST(cursor.finished() == 1u);
    BOOST_TEST(cursor.unstarted() == 0u);
    BOOST_TEST(!start_next(cursor, position));
}

BOOST_AUTO_TEST_CASE(tell_what_a_thief_has_taken_from_what_never_was_theirs)
{
    claim_cursor cursor;
    cursor.reset(2);
    std::uint32_t count = 0;
    BOOST_TEST(cursor.steal_half(count) == 1u);
    std::uint32_t position = 0;
    BOOST_TEST(start_next(cursor, position));
    BOOST_TEST(!start_next(cursor, position));
    BOOST_TEST(cursor.was_claimed(position));
    BOOST_TEST(!start_next(cursor, position));
    BOOST_TEST(!cursor.was_claimed(position));
}

BOOST_AUTO_TEST_CASE(lose_no_item_between_an_owner_and_thieves)
{
    constexpr std::uint32_t items = 1000;
    for (int round = 0; round != 200; ++round) {
        claim_cursor cursor;
        cursor.reset(items);
        std::mutex map; // under which thieves steal, and the owner looks again
        std::vector<std::atomic<int>> taken(items);
        std::atomic<bool> go{false};
        auto const steal = [&] {
            while (!go)
                std::this_thread::yield();
            for (bool more = true; more;) {
                std::uint32_t count = 0;
                std::uint32_t first = 0;
                {
                    std::lock_guard lock(map);
                    first = cursor.steal_half(count);
                    more = cursor.unstarted() != 0;
                }
                for (std::uint32_t i = 0; i != count; ++i)
                    ++taken[first + i];
            }
        };
        std::thread one(steal);
        std::thread two(steal);
        go = true;
        auto const look_again = [&](std::uint32_t position) {
            std::lock_guard lock(map);
            return cursor.holds(position);
        };
        for (std::uint32_t position = 0;
             start_next(cursor, position) || (cursor.was_claimed(position) && look_again(position));)
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
