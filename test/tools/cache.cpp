// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// The cache of genpool-server by itself.
#include "../../examples/server/cache.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <limits>
#include <random>
#include <string>

namespace tools_cache_tests
{

using server::cache;

namespace
{

constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

/// What a thumbnail of this size takes, when its key has one byte.
std::size_t cost(std::size_t size)
{
    cache one(unlimited);
    one.put("k", "image/png", std::string(size, 'x'));
    return one.bytes();
}

} // namespace

BOOST_AUTO_TEST_SUITE(tools_cache)

BOOST_AUTO_TEST_CASE(gives_back_what_was_put_into_it)
{
    cache kept(unlimited);
    BOOST_TEST(kept.bytes() == 0u);
    BOOST_TEST(!kept.find("a"));
    kept.put("a", "image/jpeg", std::string(100, 'a'));
    kept.put("b", "image/png", std::string("b\0b", 3));
    BOOST_REQUIRE(kept.find("a"));
    BOOST_TEST(kept.find("a")->bytes == std::string(100, 'a'));
    BOOST_TEST(kept.find("a")->type == "image/jpeg");
    BOOST_TEST((kept.find("b")->bytes == std::string("b\0b", 3)));
    BOOST_TEST(!kept.find("c"));
    BOOST_TEST(kept.bytes() > 103u);
}

BOOST_AUTO_TEST_CASE(counts_what_is_put_twice_once)
{
    cache kept(unlimited);
    kept.put("k", "image/png", "first");
    std::size_t const bytes = kept.bytes();
    kept.put("k", "image/png", "second");
    BOOST_TEST(kept.bytes() == bytes);
    BOOST_TEST(kept.find("k")->bytes == "first");
}

BOOST_AUTO_TEST_CASE(drops_first_what_was_asked_for_least_recently)
{
    std::string const made(1000, 'x');
    cache kept(3 * cost(made.size()));
    for (char const* key : {"a", "b", "c"})
        kept.put(key, "image/png", made);
    BOOST_TEST(kept.bytes() == 3 * cost(made.size()));
    BOOST_TEST(kept.find("a"));
    kept.put("d", "image/png", made);
    BOOST_TEST(!kept.find("b"));
    for (char const* key : {"d", "c", "a"})
        BOOST_TEST(kept.find(key), key);
    kept.put("e", "image/png", std::string(1001, 'x')); // for which one alone does not make room
    BOOST_TEST(!kept.find("d"));
    BOOST_TEST(!kept.find("c"));
    BOOST_TEST(kept.find("a"));
    BOOST_TEST(kept.find("e"));
}

BOOST_AUTO_TEST_CASE(keeps_nothing_that_is_larger_than_itself)
{
    cache kept(cost(1000));
    kept.put("a", "image/png", std::string(1000, 'x'));
    kept.put("b", "image/png", std::string(1001, 'x'));
    BOOST_TEST(kept.find("a"));
    BOOST_TEST(!kept.find("b"));
    cache nothing(0);
    nothing.put("a", "image/png", "");
    BOOST_TEST(!nothing.find("a"));
    BOOST_TEST(nothing.bytes() == 0u);
}

BOOST_AUTO_TEST_CASE(never_holds_more_than_it_may)
{
    constexpr std::size_t most = 20'000;
    cache kept(most);
    std::minstd_rand random(1);
    for (int n = 0; n != 10'000; ++n) {
        std::string const key = std::to_string(random() % 200);
        auto const* const found = kept.find(key);
        BOOST_REQUIRE((!found || found->bytes.front() == key.front()));
        kept.put(key, "image/png", std::string(1 + random() % 4000, key.front()));
        BOOST_REQUIRE(kept.bytes() <= most);
        BOOST_REQUIRE(kept.find(key));
    }
    BOOST_TEST(kept.bytes() > most - cost(4000) - 3);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace tools_cache_tests
