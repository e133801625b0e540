// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_map.hpp>
#include <genpool/async_submit.hpp>
#include <genpool/blocking.hpp>
#include <genpool/map_stream.hpp>

#include "../support/maps/run_map.hpp"
#include "../support/maps/stream_calls.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace conformance_results_tests
{

namespace asio = boost::asio;
using genpool::map_stream;
using genpool::order;
using genpool::test::collect_map;
using genpool::test::next_of;

namespace
{

auto const numbers = std::views::iota(0, 10);

struct fixture
{
    asio::thread_pool pool{2};
};

class without_default
{
public:
    explicit without_default(int value) : value_(value) {}
    int value() const { return value_; }

private:
    int value_;
};

template <std::size_t Alignment>
struct alignas(Alignment) aligned
{
    bool well_placed() const { return reinterpret_cast<std::uintptr_t>(this) % Alignment == 0; }
    int value = 0;
};

struct megabyte
{
    std::array<char, 1 << 20> bytes;
};

/// Cannot be moved while it holds `bad`.
class fragile
{
public:
    static constexpr int bad = 6;

    explicit fragile(int value) noexcept : value_(value) {}
    fragile(fragile&& other) : value_(other.value_)
    {
        if (value_ == bad)
            throw std::runtime_error("broken by moving");
    }
    fragile& operator=(fragile&&) = delete;
    int value() const noexcept { return value_; }

private:
    int value_;
};

auto const make_fragile = [](int i) { return fragile(i); };

// The results of all calls must be those of 0 to 9, by `value_of`. Not inlined, since the stack has no room for all the
// results of a megabyte that one function would then have.
template <class Function, class ValueOf>
[[gnu::noinline]] void check_at_once(asio::thread_pool& pool, Function function, ValueOf value_of)
{
    auto const check = [&](auto& all) {
        BOOST_TEST_REQUIRE(all.size() == 10U);
        for (int i : numbers)
            BOOST_TEST(value_of(all[static_cast<std::size_t>(i)]) == i);
    };
    auto mapped = genpool::async_map(pool, numbers, function, asio::use_future).get();
    check(mapped);
    auto called = collect_map(pool, numbers, function, {.window = 3});
    check(called.results);
}

template <class Function, class ValueOf>
[[gnu::noinline]] void check_one_by_one(asio::thread_pool& pool, Function function, ValueOf value_of)
{
    auto stream = map_stream(pool, numbers, function, {.window = 3});
    int next = 0;
    while (auto result = next_of(stream)) {
        BOOST_TEST(value_of(*result) == next++);
        if (auto more = stream.try_next())
            BOOST_TEST(value_of(*more) == next++);
    }
    BOOST_TEST(next == 10);
}

template <class Function, class ValueOf>
[[gnu::noinline]] void check_in_a_loop(asio::thread_pool& pool, Function function, ValueOf value_of)
{
    int next = 0;
    for (auto& result : genpool::blocking(map_stream(pool, numbers, function)))
        BOOST_TEST(value_of(result) == next++);
    BOOST_TEST(next == 10);
}

template <class Function, class ValueOf>
void check_everywhere(asio::thread_pool& pool, Function function, ValueOf value_of)
{
    check_at_once(pool, function, value_of);
    check_one_by_one(pool, function, value_of);
    check_in_a_loop(pool, function, value_of);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(results, fixture)

BOOST_AUTO_TEST_CASE(of_nothing)
{
    auto const nothing = [](int) {};
    static_assert(std::same_as<decltype(genpool::async_map(pool, numbers, nothing, asio::use_future)),
                               std::future<void>>);
    static_assert(std::same_as<decltype(map_stream(pool, numbers, nothing))::value_type, std::monostate>);
    genpool::async_map(pool, numbers, nothing, asio::use_future).get();

    int calls = 0;
    auto const without_arguments = [&] { ++calls; };
    auto const with_monostate = [&](std::monostate) { ++calls; };
    BOOST_TEST(genpool::async_for_each(pool, numbers, nothing, without_arguments, asio::use_future)
                   .get()
                   .delivered == 10U);
    BOOST_TEST(
        genpool::async_for_each(pool, numbers, nothing, with_monostate, asio::use_future).get().delivered ==
        10U);
    BOOST_TEST(calls == 20);

    auto stream = map_stream(pool, numbers, nothing);
    int received = 0;
    while (std::optional<std::monostate> const result = next_of(stream))
        ++received;
    BOOST_TEST(received == 10);
    for ([[maybe_unused]] std::monostate result : genpool::blocking(map_stream(pool, numbers, nothing)))
        --received;
    BOOST_TEST(received == 0);
}

BOOST_AUTO_TEST_CASE(that_can_only_be_moved)
{
    check_everywhere(
        pool, [](int i) { return std::make_unique<int>(i); },
        [](std::unique_ptr<int> const& p) { return *p; });
}

BOOST_AUTO_TEST_CASE(without_a_default)
{
    check_everywhere(
        pool, [](int i) { return without_default(i); }, [](without_default const& r) { return r.value(); });
}

BOOST_AUTO_TEST_CASE(over_aligned)
{
    auto const check = [&]<std::size_t Alignment>(std::integral_constant<std::size_t, Alignment>) {
        check_everywhere(
            pool,
            [](int i) {
                aligned<Alignment> result;
                result.value = i;
                return result;
            },
            [](aligned<Alignment> const& r) { return r.well_placed() ? r.value : -1; });
    };
    check(std::integral_constant<std::size_t, 64>());
    check(std::integral_constant<std::size_t, 4096>());
}

BOOST_AUTO_TEST_CASE(of_a_megabyte)
{
    check_everywhere(
        pool,
        [](int i) {
            auto const result = std::make_unique<megabyte>();
            result->bytes.fill(static_cast<char>(i));
            return *result;
        },
        [](megabyte const& r) { return int{r.bytes.front() == r.bytes.back() ? r.bytes.back() : char{-1}}; });
}

BOOST_AUTO_TEST_CASE(that_look_like_something_else)
{
    auto const flags = genpool::async_map(
                           pool, numbers, [](int i) { return i % 2 == 0; }, asio::use_future)
                           .get();
    BOOST_TEST((flags == std::vector<bool>{true, false, true, false, true, false, true, false, true, false}));

    auto const error = [](int) { return std::exception_ptr(); };
    BOOST_TEST(collect_map(pool, numbers, error).results.size() == 10U);

    auto const nothing = [](int) { return std::optional<int>(); };
    auto stream = map_stream(pool, numbers, nothing);
    int received = 0;
    while (std::optional<std::optional<int>> const result = next_of(stream))
        received += !*result;
    BOOST_TEST(received == 10);
}

BOOST_AUTO_TEST_CASE(that_throw_when_moved_fail_their_item)
{
    auto const map = collect_map(pool, numbers, make_fragile, {.concurrency = 2});
    BOOST_TEST(map.error == "broken by moving");
    BOOST_TEST(map.account.failed == 1U);
    BOOST_TEST((map.account.first_error_index == 6));
    BOOST_TEST(map.account.delivered == 6U);
    BOOST_TEST(genpool::test::balanced(map.account));
    BOOST_TEST((map.account.ended == genpool::end_reason::failed));
}

BOOST_AUTO_TEST_CASE(that_throw_when_moved_fail_a_stream)
{
    auto stream = map_stream(pool, numbers, make_fragile);
    for (int i = 0; i != fragile::bad; ++i)
        BOOST_TEST(next_of(stream).value().value() == i);
    std::string error;
    BOOST_TEST(!next_of(stream, &error));
    BOOST_TEST(error == "broken by moving");
    BOOST_TEST(!stream.try_next());
    BOOST_TEST(!next_of(stream, &error));
    BOOST_TEST(error == "broken by moving");
    auto const closed = genpool::test::close(stream);
    BOOST_TEST(closed.account.failed == 1U);
    BOOST_TEST(genpool::test::balanced(closed.account));
}

BOOST_AUTO_TEST_CASE(that_throw_when_moved_in_order_of_completion)
{
    auto const map = collect_map(pool, numbers, make_fragile, {.order = order::completion});
    BOOST_TEST(map.error == "broken by moving");
    BOOST_TEST(map.account.failed == 1U);
    BOOST_TEST(map.results.size() == map.account.delivered);
    BOOST_TEST(genpool::test::balanced(map.account));
}

BOOST_AUTO_TEST_CASE(of_a_submitted_function)
{
    auto const submit = [&](auto function) {
        return genpool::async_submit(pool, function, asio::use_future).get();
    };
    BOOST_TEST(*submit([] { return std::make_unique<int>(1); }) == 1);
    BOOST_TEST(submit([] {
                   aligned<4096> result;
                   result.value = 2;
                   return result;
               }).value == 2);
    BOOST_TEST(submit([] { return std::string("three"); }) == "three");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace conformance_results_tests
