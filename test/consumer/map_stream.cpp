// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <ranges>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace consumer_map_stream_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::generator;
using genpool::map_stream;

namespace
{

/// Neither a default nor a copy, and an alignment that plain `new` does not give.
template <std::size_t Alignment>
struct alignas(Alignment) awkward
{
    explicit awkward(std::size_t i) : value(i), itself(this) {}
    awkward(awkward&& other) noexcept : value(other.value), itself(this) {}
    awkward& operator=(awkward&&) = delete;

    bool placed_well() const
    {
        return itself == this && reinterpret_cast<std::uintptr_t>(this) % Alignment == 0;
    }

    std::size_t value;
    awkward const* itself;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(making_a_stream, two_threads)

BOOST_AUTO_TEST_CASE(the_first_pull_is_posted_and_no_user_code_runs_inside_the_call)
{
    asio::io_context context;
    bool ran = false;
    auto const body = [](bool& flag) -> generator<int> {
        flag = true;
        co_yield 1;
    };
    auto s = map_stream(context, body(ran), [&](int i) {
        ran = true;
        return i;
    });
    BOOST_TEST(!ran);
    BOOST_TEST(context.poll() != 0u); // without anybody asking
    BOOST_TEST(ran);
    BOOST_TEST(s.try_next().value() == 1);
}

BOOST_AUTO_TEST_CASE(results_need_no_default_no_copy_and_no_common_alignment)
{
    auto const check = [&]<std::size_t Alignment>(std::integral_constant<std::size_t, Alignment>) {
        using result = awkward<Alignment>;
        auto s = map_stream(pool, numbers(100), [](std::size_t i) { return result(i); }, {.window = 16});
        std::vector<result> all;
        event ended;
        std::function<void()> ask = [&] {
            s.async_next([&](std::exception_ptr, std::optional<result> item) {
                if (!item)
                    return ended.set();
                if (item->placed_well())
                    all.emplace_back(std::move(*item));
                ask();
            });
        };
        ask();
        ended.wait();
        BOOST_TEST(all.size() == 100u);
        for (std::size_t i = 0; i != all.size(); ++i)
            BOOST_TEST(all[i].value == i);
    };
    check(std::integral_constant<std::size_t, 8>());
    check(std::integral_constant<std::size_t, 64>());
    check(std::integral_constant<std::size_t, 4096>());
}

BOOST_AUTO_TEST_CASE(large_results_and_items_work)
{
    using block = std::array<std::size_t, 32 * 1024>; // 256 kB: a few of them are more than a stack
    auto const make = [](std::size_t i) {
        auto result = std::make_unique<block>();
        result->fill(i);
        return result;
    };
    auto const check = [](std::unique_ptr<block> b) { return (*b)[0] == b->back() ? b->back() : 1000; };
    auto const map =
        collect_map(pool, map_stream(pool, numbers(50), make, {.window = 4}), check, {.window = 4});
    for (std::size_t i = 0; i != 50; ++i)
        BOOST_TEST(map.results.at(i) == i);
}

BOOST_AUTO_TEST_CASE(a_function_that_returns_nothing_yields_monostate)
{
    std::atomic<int> calls{0};
    auto s = map_stream(pool, numbers(3), [&](std::size_t) { ++calls; });
    static_assert(std::is_same_v<decltype(s)::value_type, std::monostate>);
    for (int i = 0; i != 3; ++i)
        BOOST_TEST(next_of(s).has_value());
    BOOST_TEST(end_of(s) == "ok");
    BOOST_TEST(calls == 3);
}

BOOST_AUTO_TEST_CASE(results_are_decayed)
{
    static std::string const words[] = {"a", "b", "c"};
    auto const word = [](std::size_t i) -> std::string const& { return words[i]; };
    auto s = map_stream(pool, numbers(3), word);
    static_assert(std::is_same_v<decltype(s)::value_type, std::string>);
    BOOST_TEST(next_of(s).value() == "a");
    BOOST_TEST(next_of(s).value() == "b");
    BOOST_TEST(next_of(s).value() == "c");
    BOOST_TEST(words[0] == "a"); // copied, not moved from
}

BOOST_AUTO_TEST_CASE(items_are_given_as_rvalues_and_gone_after_their_call)
{
    auto const items = [](std::size_t n) -> generator<std::unique_ptr<std::size_t>> {
        for (std::size_t i = 0; i != n; ++i)
            co_yield std::make_unique<std::size_t>(i);
    };
    auto const take = [](std::unique_ptr<std::size_t>&& p) { return std::move(p); };
    auto s = map_stream(pool, items(100), take);
    for (std::size_t i = 0; i != 100; ++i)
        BOOST_TEST(**next_of(s) == i);

    auto const owned = std::make_shared<int>();
    auto const copies = [](std::shared_ptr<int> p) -> generator<std::shared_ptr<int>> {
        for (int i = 0; i != 10; ++i)
            co_yield p;
        p.reset();
    };
    auto const only_looks = [](std::shared_ptr<int> const& p) { return p != nullptr; };
    auto looks = map_stream(pool, copies(owned), only_looks, {.window = 64});
    while (looks.stats().ready != 10)
        std::this_thread::yield();
    close(looks);
    BOOST_TEST(owned.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_function_may_be_movable_only_a_member_or_have_state)
{
    auto owns = [p = std::make_unique<int>(5)](std::size_t i) { return i + static_cast<std::size_t>(*p); };
    auto s = map_stream(pool, numbers(2), std::move(owns));
    BOOST_TEST(next_of(s).value() == 5u);
    BOOST_TEST(next_of(s).value() == 6u);

    std::vector<std::string> words{"one", "three"};
    auto sizes = map_stream(pool, std::move(words), &std::string::size);
    BOOST_TEST(next_of(sizes).value() == 3u);
    BOOST_TEST(next_of(sizes).value() == 5u);
}

BOOST_AUTO_TEST_CASE(callable_with_the_item_alone_comes_before_callable_with_a_stop_token)
{
    struct both
    {
        int operator()(std::size_t) const { return 1; }
        int operator()(std::size_t, std::stop_token) const { return 2; }
    };
    auto const generic = [](auto&&... all) { return sizeof...(all); };
    auto const stop_aware = [](std::size_t i, std::stop_token token) {
        return token.stop_possible() ? i : 9;
    };
    auto plain = map_stream(pool, numbers(1), both());
    BOOST_TEST(next_of(plain).value() == 1);
    auto ambiguous = map_stream(pool, numbers(1), generic);
    BOOST_TEST(next_of(ambiguous).value() == 1u);
    auto aware = map_stream(pool, numbers(1), stop_aware);
    BOOST_TEST(next_of(aware).value() == 0u);
}

BOOST_AUTO_TEST_CASE(what_copying_the_source_or_the_function_throws_is_thrown_and_nothing_runs)
{
    struct uncopyable
    {
        uncopyable() = default;
        uncopyable(uncopyable const&) { throw std::runtime_error("copy"); }
        std::size_t operator()(std::size_t i) const { return i; }
    };
    uncopyable const function;
    std::atomic<bool> pulled{false};
    auto const source = numbers(3) | std::views::transform([&](std::size_t i) {
                            pulled = true;
                            return i;
                        });
    auto const make = [&] { static_cast<void>(map_stream(pool, source, function)); };
    BOOST_TEST(outcome_of(make) == "copy");
    pool.join();
    BOOST_TEST(!pulled);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_map_stream_tests
