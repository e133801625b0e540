// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/map_stream.hpp>
#include <genpool/options.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <ranges>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace engine_options_tests
{

using genpool::automatic;
using genpool::limit;
using genpool::options;
using genpool::order;

namespace
{

constexpr std::size_t most = std::numeric_limits<std::size_t>::max();

/// What the exception says that the limit `value` throws.
template <class I>
std::string refusal(I value)
{
    try {
        limit const refused = value;
        return "accepted: " + std::to_string(refused.value());
    } catch (std::invalid_argument const& e) {
        return e.what();
    }
}

std::string const at_least_one = "genpool: a limit must be at least 1, not ";

// In constant expressions, too.
static_assert(limit(1).value() == 1);
static_assert(limit('a').value() == 'a');
static_assert(limit(std::uint8_t{200}).value() == 200);
static_assert(limit(most).is_unlimited());
static_assert(limit::unlimited.is_unlimited() && !limit::unlimited.is_automatic());
static_assert(automatic.is_automatic() && !automatic.is_unlimited());
static_assert(limit(7) == limit(7L) && limit(7) != limit(8) && limit(7) != automatic);

// Nothing but an integer is a limit.
static_assert(std::is_convertible_v<int, limit> && std::is_convertible_v<char, limit>);
static_assert(std::is_convertible_v<unsigned long long, limit>);
static_assert(!std::is_convertible_v<double, limit> && !std::is_constructible_v<limit, double>);
static_assert(!std::is_convertible_v<void*, limit> && !std::is_convertible_v<order, limit>);
static_assert(!std::is_default_constructible_v<limit>);

static_assert(std::is_aggregate_v<options>);

} // namespace

BOOST_AUTO_TEST_SUITE(options_of_a_map)

BOOST_AUTO_TEST_CASE(a_limit_takes_any_integer_from_one_up)
{
    BOOST_TEST(limit(1).value() == 1U);
    BOOST_TEST(limit(42U).value() == 42U);
    BOOST_TEST(limit(std::int8_t{127}).value() == 127U);
    BOOST_TEST(limit(std::numeric_limits<long long>::max()).value() ==
               static_cast<std::size_t>(std::numeric_limits<long long>::max()));
    BOOST_TEST(limit('\1').value() == 1U);
}

BOOST_AUTO_TEST_CASE(a_limit_beyond_the_largest_size_is_none)
{
    BOOST_TEST(limit(most).is_unlimited());
    BOOST_TEST(limit(std::numeric_limits<unsigned long long>::max()).is_unlimited());
    BOOST_TEST(!limit(most - 1).is_unlimited());
}

BOOST_AUTO_TEST_CASE(a_limit_below_one_is_refused_by_name)
{
    BOOST_TEST(refusal(0) == at_least_one + "0");
    BOOST_TEST(refusal(0U) == at_least_one + "0");
    BOOST_TEST(refusal(-1) == at_least_one + "-1");
    BOOST_TEST(refusal(std::int8_t{-128}) == at_least_one + "-128");
    BOOST_TEST(refusal('\0') == at_least_one + "0");
    BOOST_TEST(refusal(std::numeric_limits<long long>::min()) == at_least_one + "-9223372036854775808");
    BOOST_TEST(refusal(5) == "accepted: 5");
}

BOOST_AUTO_TEST_CASE(options_are_named_at_their_use)
{
    options const defaults;
    BOOST_TEST(defaults.concurrency.is_automatic());
    BOOST_TEST(defaults.window.is_automatic());
    BOOST_TEST((defaults.order == order::input));

    std::size_t const size = 8;
    options const some{.concurrency = 3, .window = size, .order = order::completion};
    BOOST_TEST(some.concurrency.value() == 3U);
    BOOST_TEST(some.window.value() == 8U);
    BOOST_TEST((some.order == order::completion));

    options const unbounded{.window = limit::unlimited};
    BOOST_TEST(unbounded.window.is_unlimited());
    BOOST_TEST(unbounded.concurrency.is_automatic());
    BOOST_CHECK_THROW(static_cast<void>(options{.concurrency = 0}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(huge_limits_cost_nothing)
{
    boost::asio::thread_pool pool(1);
    options const huge{.concurrency = limit::unlimited, .window = limit::unlimited};
    auto const stream = genpool::map_stream(pool, std::views::iota(0, 3), std::identity(), huge);
    BOOST_TEST(stream.concurrency() == most);
    BOOST_TEST(stream.window() == most);
    pool.join();
    BOOST_TEST(stream.stats().pulled == 3U);
    BOOST_TEST(stream.stats().ready == 3U);
}

BOOST_AUTO_TEST_CASE(limits_given_are_kept)
{
    boost::asio::thread_pool pool(1);
    auto const stream =
        genpool::map_stream(pool, std::views::iota(0), std::identity(), {.concurrency = 5, .window = 3});
    BOOST_TEST(stream.concurrency() == 5U);
    BOOST_TEST(stream.window() == 3U);
    pool.join();
    BOOST_TEST(stream.stats().pulled == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_options_tests
