// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_for_each.hpp>
#include <genpool/source.hpp>

#include "support/execution/manual_host.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <exception>
#include <iterator>
#include <list>
#include <memory>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace source_range_tests
{

namespace asio = boost::asio;
using genpool::detail::make_source;
using genpool::detail::poll_result;

namespace
{

template <class Source>
concept knows_which_is_the_last = requires(Source const& s)
{
    s.exhausted();
};

struct fixture
{
    asio::io_context context;
    genpool::test::manual_host host{context};
};

/// Counts how it is read, and may fail at one of its steps.
class probe
{
public:
    enum class step
    {
        none,
        begin,
        compare,
        dereference,
        increment
    };

    struct counts
    {
        int begun = 0;
        int compared = 0;
        int dereferenced = 0;
        int incremented = 0;
        step failing = step::none;
        int fails_after = 0;

        void count(step which, int& counter)
        {
            if (which == failing && counter == fails_after)
                throw std::runtime_error("the range failed");
            ++counter;
        }
    };

    class iterator
    {
    public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = int;
        using difference_type = std::ptrdiff_t;

        explicit iterator(counts& c) : counts_(&c) {}
        iterator(iterator&&) = default;
        iterator& operator=(iterator&&) = default;

        int operator*() const
        {
            counts_->count(step::dereference, counts_->dereferenced);
            return position_;
        }

        iterator& operator++()
        {
            counts_->count(step::increment, counts_->incremented);
            ++position_;
            return *this;
        }

        void operator++(int) { ++*this; }

        bool operator==(std::default_sentinel_t) const
        {
            counts_->count(step::compare, counts_->compared);
            return position_ == 3;
        }

    private:
        counts* counts_;
        int position_ = 0;
    };

    explicit probe(counts& c) : counts_(&c) {}

    iterator begin()
    {
        counts_->count(step::begin, counts_->begun);
        return iterator(*counts_);
    }

    std::default_sentinel_t end() const { return {}; }

private:
    counts* counts_;
};

std::vector<std::unique_ptr<int>> pointers(int count)
{
    std::vector<std::unique_ptr<int>> made;
    for (int i = 0; i != count; ++i)
        made.push_back(std::make_unique<int>(i));
    return made;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(source_range, fixture)

BOOST_AUTO_TEST_CASE(moves_out_of_an_owned_container)
{
    auto source = make_source(pointers(3));
    source.bind(host);
    for (int i = 0; i != 3; ++i) {
        BOOST_TEST_REQUIRE((source.poll() == poll_result::value));
        std::unique_ptr<int> const item = source.value();
        BOOST_TEST(*item == i);
    }
    BOOST_TEST((source.poll() == poll_result::end));
}

BOOST_AUTO_TEST_CASE(copies_out_of_a_referred_container)
{
    std::vector<std::string> const words{"a long enough word to be allocated",
                                         "another one that is allocated"};
    auto source = make_source(std::ref(words));
    source.bind(host);
    auto const items = host.all(source);
    BOOST_TEST(items == words);
    BOOST_TEST(words.front() == "a long enough word to be allocated");
}

BOOST_AUTO_TEST_CASE(copies_a_view_but_not_what_it_shows)
{
    std::vector<std::string> words{"a long enough word to be allocated", "another one that is allocated"};
    auto view = words | std::views::take(1);
    auto source = make_source(view);
    source.bind(host);
    BOOST_TEST(host.all(source) == std::vector{words.front()});
    BOOST_TEST(words.front() == "a long enough word to be allocated");
}

BOOST_AUTO_TEST_CASE(takes_what_a_view_makes)
{
    auto source = make_source(std::views::iota(0, 4) |
                              std::views::transform([](int i) { return std::make_unique<int>(i * i); }));
    source.bind(host);
    int sum = 0;
    while (source.poll() == poll_result::value)
        sum += *std::unique_ptr<int>(source.value());
    BOOST_TEST(sum == 14);
}

BOOST_AUTO_TEST_CASE(yields_proxies_as_values)
{
    auto source = make_source(std::vector<bool>{true, false, true});
    source.bind(host);
    BOOST_TEST(host.all(source) == (std::vector<bool>{true, false, true}));
}

BOOST_AUTO_TEST_CASE(reads_an_array_by_reference)
{
    int const numbers[]{1, 2, 3};
    auto source = make_source(std::ref(numbers));
    source.bind(host);
    BOOST_TEST(host.all(source) == (std::vector{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(stays_whole_when_it_is_moved_before_it_is_bound)
{
    auto made = make_source(std::string("short")); // its characters move with the object
    auto source = std::move(made);
    source.bind(host);
    auto const items = host.all(source);
    BOOST_TEST(std::string(items.begin(), items.end()) == "short");
}

BOOST_AUTO_TEST_CASE(ends_at_once_when_it_is_empty)
{
    auto source = make_source(std::list<int>());
    source.bind(host);
    BOOST_TEST((source.poll() == poll_result::end));
}

BOOST_AUTO_TEST_CASE(reads_nothing_before_it_is_asked)
{
    probe::counts counts;
    auto source = make_source(probe(counts));
    source.bind(host);
    BOOST_TEST(counts.begun == 0);
    for (int asked = 1; asked <= 3; ++asked) {
        BOOST_TEST((source.poll() == poll_result::value));
        BOOST_TEST(source.value() == asked - 1);
        BOOST_TEST(counts.begun == 1);
        BOOST_TEST(counts.dereferenced == asked);
        BOOST_TEST(counts.incremented == asked - 1);
    }
    BOOST_TEST((source.poll() == poll_result::end));
    BOOST_TEST(counts.dereferenced == 3);
    BOOST_TEST(counts.incremented == 3);
    BOOST_TEST(counts.compared == 4);
}

BOOST_AUTO_TEST_CASE(takes_a_line_of_input_when_it_is_asked)
{
    std::istringstream input("1 2 3");
    auto source = make_source(std::ranges::istream_view<int>(input));
    source.bind(host);
    BOOST_TEST(input.tellg() == 0);
    BOOST_TEST((source.poll() == poll_result::value));
    BOOST_TEST(source.value() == 1);
    BOOST_TEST(input.tellg() == 1);
}

BOOST_AUTO_TEST_CASE(what_has_its_elements_knows_which_is_the_last)
{
    auto there = make_source(std::vector{1, 2});
    auto counted = make_source(std::views::iota(1, 3));
    auto const check = [&](auto& source) {
        source.bind(host);
        BOOST_TEST((source.poll() == poll_result::value));
        BOOST_TEST(!source.exhausted());
        BOOST_TEST((source.poll() == poll_result::value));
        BOOST_TEST(source.exhausted());
    };
    check(there);
    check(counted);
    // Of any other it would be read ahead.
    static_assert(!knows_which_is_the_last<decltype(make_source(std::list{1}))>);
}

// With one thread: what was pulled, called and handed over in one turn ends in it.
BOOST_AUTO_TEST_CASE(a_map_of_what_is_there_takes_no_turn_to_see_that_it_was_the_last)
{
    asio::io_context pool, elsewhere;
    bool ended = false;
    genpool::async_for_each(
        pool, std::vector{1}, [](int i) { return i; }, [](int) {}, {.concurrency = 1, .window = 1},
        asio::bind_executor(elsewhere, [&](std::exception_ptr, genpool::summary const&) { ended = true; }));
    BOOST_TEST(pool.poll_one() == 1);
    elsewhere.poll(); // hands over, and completes
    BOOST_TEST(ended);
}

BOOST_AUTO_TEST_CASE(fails_where_the_range_fails)
{
    using step = probe::step;
    for (step const failing : {step::begin, step::compare, step::dereference, step::increment}) {
        probe::counts counts;
        counts.failing = failing;
        counts.fails_after = failing == step::begin ? 0 : 1;
        auto source = make_source(probe(counts));
        source.bind(host);
        if (failing != step::begin)
            BOOST_TEST_REQUIRE((source.poll() == poll_result::value));
        if (failing == step::increment)
            BOOST_TEST_REQUIRE((source.poll() == poll_result::value));
        BOOST_CHECK_THROW(source.poll(), std::runtime_error);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_range_tests
