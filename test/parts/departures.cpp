// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/parts/departures.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <random>
#include <vector>

namespace parts_departures_tests
{

using genpool::detail::departures;
using genpool::detail::rate;
using namespace std::chrono_literals;

namespace
{

using time_point = departures::time_point;
constexpr auto period = 1'000'000ns;

/// A clock that is set by hand and counts how often it is looked at.
struct clock_by_hand
{
    time_point now{};
    std::size_t looks = 0;
};

struct gone
{
    std::vector<time_point> when;
    std::size_t late = 0; // that had to wait although fewer than `tolerated` had gone in the period before
};

/// Lets items go that come after `pauses`, again and again.
gone let_go(std::size_t count, std::size_t tolerated, std::size_t items, auto pause)
{
    departures d({count, period});
    clock_by_hand clock;
    clock.now += 1h;
    auto const look = [&] {
        ++clock.looks;
        return clock.now;
    };
    gone g;
    for (std::size_t i = 0; i != items; ++i) {
        clock.now += pause(i);
        while (!d.go(look)) {
            BOOST_TEST_REQUIRE((d.next() > clock.now));
            g.late += i < tolerated || clock.now - g.when[i - tolerated] >= period;
            clock.now = d.next();
        }
        g.when.push_back(clock.now);
    }
    return g;
}

bool at_most(std::size_t count, gone const& g)
{
    for (std::size_t i = count; i < g.when.size(); ++i)
        if (g.when[i] - g.when[i - count] < period)
            return false;
    return true;
}

std::vector<std::size_t> const counts{1, 2, 3, 127, 128, 129, 255, 256, 257, 1000, 1009, 5000};

} // namespace

BOOST_AUTO_TEST_SUITE(parts_departures)

BOOST_AUTO_TEST_CASE(no_more_than_count_go_in_any_period_however_items_come)
{
    for (auto const count : counts) {
        auto const tolerated = count < 256 ? count : count - count / 64;
        std::mt19937 random(7);
        for (int const mean : {0, 10, 1'000, 100'000, 2'000'000})
            for (int const burst : {1, 7, 300}) {
                auto const g = let_go(count, tolerated, 4 * count + 50, [&](std::size_t i) {
                    auto const some = static_cast<int>(random() % 100);
                    return std::chrono::nanoseconds(
                        i % static_cast<std::size_t>(burst) == 0 ? mean * some / 50 : 0);
                });
                BOOST_TEST(at_most(count, g),
                           count << " items, pauses of " << mean << " ns, bursts of " << burst);
                BOOST_TEST(g.late == 0u, count << " items, pauses of " << mean << " ns, bursts of " << burst);
            }
    }
}

BOOST_AUTO_TEST_CASE(as_many_as_may_go_in_a_period_go_at_once)
{
    for (auto const count : counts) {
        auto const g = let_go(count, count, 3 * count, [](std::size_t) { return 0ns; });
        BOOST_TEST((g.when[count - 1] == g.when.front()), count);
        BOOST_TEST((g.when[count] - g.when.front() == period), count);
        BOOST_TEST((g.when.back() - g.when.front() == 2 * period), count);
    }
}

BOOST_AUTO_TEST_CASE(the_clock_is_looked_at_once_for_a_block_while_the_limit_is_far)
{
    departures d({1280, period});
    clock_by_hand clock;
    auto const look = [&] {
        ++clock.looks;
        return clock.now += 1ms;
    };
    for (int i = 0; i != 12'800; ++i)
        BOOST_TEST_REQUIRE(d.go(look));
    BOOST_TEST(clock.looks <= 1280u + 128u);
}

BOOST_AUTO_TEST_CASE(the_longest_period_never_ends)
{
    departures d({1, rate::duration::max()});
    auto const look = [] { return time_point() + 1h; };
    BOOST_TEST(d.go(look));
    BOOST_TEST(!d.go(look));
    BOOST_TEST((d.next() == time_point::max()));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace parts_departures_tests
