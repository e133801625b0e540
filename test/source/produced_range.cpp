// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_consume.hpp>
#include <genpool/async_for_each.hpp>
#include <genpool/error.hpp>
#include <genpool/map_stream.hpp>
#include <genpool/produced_range.hpp>
#include <genpool/source.hpp>
#include <genpool/take.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <concepts>
#include <cstddef>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace source_produced_range_tests
{

namespace asio = boost::asio;
using boost::test_tools::per_element;
using text_range = genpool::produced_range<std::string>;

static_assert(std::ranges::input_range<text_range>);
static_assert(!std::ranges::forward_range<text_range>);
static_assert(!std::ranges::range<text_range const>); // reading it changes it
static_assert(std::ranges::view<text_range>);
static_assert(std::ranges::viewable_range<text_range>);
static_assert(std::movable<text_range> && !std::copyable<text_range>);
static_assert(std::same_as<std::ranges::range_value_t<text_range>, std::string>);
static_assert(std::same_as<std::ranges::range_reference_t<text_range>, std::string&&>);

static_assert(genpool::source<text_range> && genpool::source<std::reference_wrapper<text_range>>);
static_assert(!genpool::source<text_range&> && !genpool::source<text_range const>);
static_assert(!genpool::source<std::reference_wrapper<text_range const>>);

namespace
{

// Yields "1", "2", ... up to `count`; then ends, or throws.
class counter final : public genpool::detail::producer<std::string>
{
public:
    explicit counter(int count, bool fails = false) : count_(count), fails_(fails) {}

    ~counter() override { ++destroyed; }

    static inline int calls = 0;
    static inline int destroyed = 0;

private:
    bool produce(std::string& current) override
    {
        ++calls;
        if (produced_ == count_) {
            if (fails_)
                throw std::runtime_error("no more numbers");
            return false;
        }
        current = std::to_string(++produced_);
        return true;
    }

    int count_;
    bool fails_;
    int produced_ = 0;
};

text_range numbers(int count, bool fails = false)
{
    counter::calls = 0;
    counter::destroyed = 0;
    return text_range(std::make_unique<counter>(count, fails));
}

std::vector<std::string> rest_of(text_range& range)
{
    std::vector<std::string> result;
    for (std::string text : range)
        result.push_back(text);
    return result;
}

using texts = std::vector<std::string>;

/// Yields numbers that can only be moved, without end.
class pointers final : public genpool::detail::producer<std::unique_ptr<int>>
{
public:
    explicit pointers(int& produced) : produced_(produced) {}

    bool would_block() noexcept override { return produced_ % 2 != 0; }

private:
    bool produce(std::unique_ptr<int>& current) override
    {
        current = std::make_unique<int>(produced_++);
        return true;
    }

    int& produced_;
};

using pointer_range = genpool::produced_range<std::unique_ptr<int>>;

} // namespace

BOOST_AUTO_TEST_SUITE(produced_range_)

BOOST_AUTO_TEST_CASE(yields_what_is_produced_then_ends)
{
    for (int count : {0, 1, 5}) {
        texts expected;
        for (int i = 1; i <= count; ++i)
            expected.push_back(std::to_string(i));
        text_range range = numbers(count);
        BOOST_TEST(rest_of(range) == expected, per_element());
        BOOST_TEST(counter::calls == count + 1);
    }
}

BOOST_AUTO_TEST_CASE(produces_nothing_before_it_is_asked_and_nothing_ahead)
{
    text_range range = numbers(3);
    BOOST_TEST(counter::calls == 0);
    auto position = range.begin();
    BOOST_TEST(counter::calls == 1);
    BOOST_TEST(*position == "1");
    position++;
    BOOST_TEST(counter::calls == 2);
    BOOST_TEST(*position == "2");
}

BOOST_AUTO_TEST_CASE(begin_again_is_where_the_range_has_got_to)
{
    text_range range = numbers(3);
    ++range.begin();
    std::string const& second = *range.begin();
    BOOST_TEST(second == "2");
    BOOST_TEST(rest_of(range) == (texts{"2", "3"}), per_element());
    BOOST_TEST((range.begin() == range.end()));
    BOOST_TEST(counter::calls == 4); // the end was found once
}

BOOST_AUTO_TEST_CASE(items_can_be_moved_out_or_left)
{
    text_range range = numbers(3);
    auto position = range.begin();
    std::string const taken = *position;
    BOOST_TEST(taken == "1");
    ++position;
    std::string const& left = *position;
    BOOST_TEST(left == "2");
    ++position;
    BOOST_TEST(left == "3"); // the same object, whether it was moved from or not
}

BOOST_AUTO_TEST_CASE(moving_a_half_consumed_range_keeps_its_iterators)
{
    text_range range = numbers(4);
    auto position = range.begin();
    text_range moved = std::move(range);
    BOOST_TEST(*position == "1");
    ++position;
    text_range assigned = numbers(1);
    assigned = std::move(moved);
    BOOST_TEST(*position == "2");
    ++position;
    BOOST_TEST(rest_of(assigned) == (texts{"3", "4"}), per_element());
    BOOST_TEST((position == assigned.end()));
}

BOOST_AUTO_TEST_CASE(assigning_to_a_range_and_dropping_it_destroy_what_produces)
{
    text_range range = numbers(2);
    range.begin();
    range = text_range(std::make_unique<counter>(1));
    BOOST_TEST(counter::destroyed == 1);
    {
        text_range dropped = std::move(range);
    }
    BOOST_TEST(counter::destroyed == 2);
}

BOOST_AUTO_TEST_CASE(an_exception_comes_after_what_was_produced_and_ends_the_range)
{
    for (int count : {0, 2}) {
        text_range range = numbers(count, true);
        texts seen;
        auto const read = [&] {
            for (std::string text : range)
                seen.push_back(text);
        };
        BOOST_CHECK_THROW(read(), std::runtime_error);
        BOOST_TEST(seen.size() == static_cast<std::size_t>(count));
        BOOST_TEST((range.begin() == range.end()));
        BOOST_TEST(counter::calls == count + 1);
    }
}

BOOST_AUTO_TEST_CASE(works_with_views)
{
    auto const is_even = [](std::string const& text) { return std::stoi(text) % 2 == 0; };
    auto const twice = [](std::string text) { return text + text; };
    texts result;
    for (std::string text :
         numbers(100) | std::views::filter(is_even) | std::views::take(3) | std::views::transform(twice))
        result.push_back(std::move(text));
    BOOST_TEST(result == (texts{"22", "44", "66"}), per_element());
    BOOST_TEST(counter::calls < 10); // take ended it

    auto common = numbers(3) | std::views::common;
    BOOST_TEST(std::vector<std::string>(common.begin(), common.end()).size() == 3u);
    BOOST_TEST(std::ranges::distance(numbers(1000)) == 1000);
}

BOOST_AUTO_TEST_CASE(may_be_pulled_by_one_thread_after_another)
{
    text_range range = numbers(20);
    texts seen;
    for (auto position = range.begin(); position != range.end();) {
        std::thread([&] {
            seen.push_back((*position));
            ++position;
        }).join();
    }
    BOOST_TEST(seen.size() == 20u);
    BOOST_TEST(seen.back() == "20");
}

BOOST_AUTO_TEST_CASE(tells_what_its_producer_tells_of_waiting)
{
    int produced = 0;
    pointer_range range(std::make_unique<pointers>(produced));
    BOOST_TEST(!range.would_block());
    auto position = range.begin();
    BOOST_TEST(range.would_block());
    ++position;
    BOOST_TEST(!range.would_block());
    BOOST_TEST(!numbers(1).would_block()); // which says nothing about it
}

BOOST_AUTO_TEST_CASE(a_map_takes_items_that_can_only_be_moved_and_none_ahead_of_its_window)
{
    int produced = 0;
    asio::io_context context;
    auto stream = genpool::map_stream(context, pointer_range(std::make_unique<pointers>(produced)),
                                      [](std::unique_ptr<int> p) { return 10 * *p; }, {.window = 1});
    context.run();
    BOOST_TEST(produced == 1);
    BOOST_TEST(stream.try_next().value() == 0);
    context.restart();
    context.run();
    BOOST_TEST(produced == 2);
    BOOST_TEST(stream.try_next().value() == 10);
}

BOOST_AUTO_TEST_CASE(a_map_gives_what_the_range_throws_after_all_results)
{
    asio::io_context context; // one thread: ThreadSanitizer does not see how exceptions are counted
    texts seen;
    std::exception_ptr error;
    genpool::async_for_each(
        context, numbers(3, true), std::identity(), [&](std::string text) { seen.push_back(text); },
        [&](std::exception_ptr e, genpool::summary const&) { error = e; });
    context.run();
    BOOST_TEST(seen == (texts{"1", "2", "3"}), per_element());
    BOOST_CHECK_THROW(std::rethrow_exception(error), genpool::source_error);
    BOOST_TEST(counter::calls == 4);
    BOOST_TEST(counter::destroyed == 1);
}

BOOST_AUTO_TEST_CASE(what_a_map_leaves_of_a_referred_range_can_be_read_on)
{
    text_range range = numbers(5);
    asio::io_context context;
    texts seen;
    genpool::async_consume(
        std::ref(range) | genpool::take(2), [&](std::string text) { seen.push_back(text); },
        asio::bind_executor(context, [](std::exception_ptr, genpool::summary const&) {}));
    context.run();
    BOOST_TEST(seen == (texts{"1", "2"}), per_element());
    BOOST_TEST(counter::calls == 2);
    ++range.begin(); // from "2", which was moved out
    BOOST_TEST(rest_of(range) == (texts{"3", "4", "5"}), per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_produced_range_tests
