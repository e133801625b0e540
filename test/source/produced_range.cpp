// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/path_range.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <concepts>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace files_path_range_tests
{

namespace fs = boost::filesystem;
using boost::test_tools::per_element;
using genpool::path_range;

static_assert(std::ranges::input_range<path_range>);
static_assert(!std::ranges::forward_range<path_range>);
static_assert(std::ranges::view<path_range>);
static_assert(std::ranges::viewable_range<path_range>);
static_assert(std::movable<path_range> && !std::copyable<path_range>);
static_assert(std::same_as<std::ranges::range_value_t<path_range>, fs::path>);
static_assert(std::same_as<std::ranges::range_reference_t<path_range>, fs::path&&>);

namespace
{

// Yields "1", "2", ... up to `count`; then ends, or throws.
class counter final : public genpool::detail::path_producer
{
public:
    explicit counter(int count, bool fails = false) : count_(count), fails_(fails) {}

    ~counter() override { ++destroyed; }

    static inline int calls = 0;
    static inline int destroyed = 0;

private:
    bool produce(fs::path& current) override
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

path_range numbers(int count, bool fails = false)
{
    counter::calls = 0;
    counter::destroyed = 0;
    return path_range(std::make_unique<counter>(count, fails));
}

std::vector<std::string> rest_of(path_range& range)
{
    std::vector<std::string> result;
    for (fs::path path : range)
        result.push_back(path.native());
    return result;
}

using texts = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_SUITE(path_range_)

BOOST_AUTO_TEST_CASE(yields_what_is_produced_then_ends)
{
    for (int count : {0, 1, 5}) {
        texts expected;
        for (int i = 1; i <= count; ++i)
            expected.push_back(std::to_string(i));
        path_range range = numbers(count);
        BOOST_TEST(rest_of(range) == expected, per_element());
        BOOST_TEST(counter::calls == count + 1);
    }
}

BOOST_AUTO_TEST_CASE(produces_nothing_before_it_is_asked_and_nothing_ahead)
{
    path_range range = numbers(3);
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
    path_range range = numbers(3);
    ++range.begin();
    fs::path const& second = *range.begin();
    BOOST_TEST(second == "2");
    BOOST_TEST(rest_of(range) == (texts{"2", "3"}), per_element());
    BOOST_TEST((range.begin() == range.end()));
    BOOST_TEST(counter::calls == 4); // the end was found once
}

BOOST_AUTO_TEST_CASE(paths_can_be_moved_out_or_left)
{
    path_range range = numbers(3);
    auto position = range.begin();
    fs::path const taken = *position;
    BOOST_TEST(taken == "1");
    ++position;
    fs::path const& left = *position;
    BOOST_TEST(left == "2");
    ++position;
    BOOST_TEST(left == "3"); // the same object, whether it was moved from or not
}

BOOST_AUTO_TEST_CASE(moving_a_half_consumed_range_keeps_its_iterators)
{
    path_range range = numbers(4);
    auto position = range.begin();
    path_range moved = std::move(range);
    BOOST_TEST(*position == "1");
    ++position;
    path_range assigned = numbers(1);
    assigned = std::move(moved);
    BOOST_TEST(*position == "2");
    ++position;
    BOOST_TEST(rest_of(assigned) == (texts{"3", "4"}), per_element());
    BOOST_TEST((position == assigned.end()));
}

BOOST_AUTO_TEST_CASE(assigning_to_a_range_and_dropping_it_destroy_what_produces)
{
    path_range range = numbers(2);
    range.begin();
    range = path_range(std::make_unique<counter>(1));
    BOOST_TEST(counter::destroyed == 1);
    {
        path_range dropped = std::move(range);
    }
    BOOST_TEST(counter::destroyed == 2);
}

BOOST_AUTO_TEST_CASE(an_exception_comes_after_what_was_produced_and_ends_the_range)
{
    for (int count : {0, 2}) {
        path_range range = numbers(count, true);
        texts seen;
        auto const read = [&] {
            for (fs::path path : range)
                seen.push_back(path.native());
        };
        BOOST_CHECK_THROW(read(), std::runtime_error);
        BOOST_TEST(seen.size() == static_cast<std::size_t>(count));
        BOOST_TEST((range.begin() == range.end()));
        BOOST_TEST(counter::calls == count + 1);
    }
}

BOOST_AUTO_TEST_CASE(works_with_views)
{
    auto const is_even = [](fs::path const& path) { return std::stoi(path.native()) % 2 == 0; };
    auto const twice = [](fs::path path) { return path.native() + path.native(); };
    texts result;
    for (std::string text :
         numbers(100) | std::views::filter(is_even) | std::views::take(3) | std::views::transform(twice))
        result.push_back(std::move(text));
    BOOST_TEST(result == (texts{"22", "44", "66"}), per_element());
    BOOST_TEST(counter::calls < 10); // take ended it

    auto common = numbers(3) | std::views::common;
    BOOST_TEST(std::vector<fs::path>(common.begin(), common.end()).size() == 3u);
    BOOST_TEST(std::ranges::distance(numbers(1000)) == 1000);
}

BOOST_AUTO_TEST_CASE(may_be_pulled_by_one_thread_after_another)
{
    path_range range = numbers(20);
    texts seen;
    for (auto position = range.begin(); position != range.end();) {
        std::thread([&] {
            seen.push_back((*position).native());
            ++position;
        }).join();
    }
    BOOST_TEST(seen.size() == 20u);
    BOOST_TEST(seen.back() == "20");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace files_path_range_tests
