// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Sources that come in bursts, on one thread, which the source blocks: what has been pulled is run before.
#include <genpool/async_for_each.hpp>
#include <genpool/lines.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <unistd.h>

namespace engine_bursts_tests
{

namespace asio = boost::asio;
using namespace genpool::test;

namespace
{

/// Counts up; `before` is called, and may block, before an element is found. `would_block` may be asked before.
template <class Before>
class counting_range
{
public:
    class iterator
    {
    public:
        using value_type = std::size_t;
        using difference_type = std::ptrdiff_t;

        explicit iterator(counting_range& range) : range_(&range) {}
        std::size_t operator*() const { return range_->next_; }
        iterator& operator++()
        {
            range_->before_(++range_->next_);
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t) const { return range_->next_ == range_->count_; }

    private:
        counting_range* range_;
    };

    counting_range(std::size_t count, Before before) : count_(count), before_(before) {}

    iterator begin()
    {
        before_(0);
        return iterator(*this);
    }
    std::default_sentinel_t end() const { return {}; }

private:
    std::size_t next_ = 0;
    std::size_t count_;
    Before before_;
};

/// One that knows that every 37th element has to be waited for.
template <class Before>
class bursts : public counting_range<Before>
{
public:
    bursts(std::size_t count, Before before, std::size_t& next)
        : counting_range<Before>(count, before), next_(&next)
    {}
    bool would_block() const { return *next_ % 37 == 0; }

private:
    std::size_t* next_;
};

/// A pipe, and a stream that reads it.
class piped_lines
{
public:
    piped_lines()
    {
        BOOST_REQUIRE(::pipe(ends_) == 0);
        stream_.open("/dev/fd/" + std::to_string(ends_[0]));
        BOOST_REQUIRE(stream_.is_open());
    }
    piped_lines(piped_lines const&) = delete;
    piped_lines& operator=(piped_lines const&) = delete;
    ~piped_lines()
    {
        ::close(ends_[0]);
        close();
    }

    std::istream& stream() { return stream_; }
    void write(std::string const& text)
    {
        BOOST_REQUIRE(::write(ends_[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }
    void close()
    {
        if (ends_[1] >= 0)
            ::close(ends_[1]);
        ends_[1] = -1;
    }

private:
    int ends_[2];
    std::ifstream stream_;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(sources_in_bursts, one_thread)

BOOST_AUTO_TEST_CASE(lines_of_a_pipe_are_run_before_more_of_them_are_waited_for)
{
    piped_lines pipe;
    tally called;
    event ended;
    bool failed = true;
    std::uint64_t delivered = 0;
    std::size_t written = 0;
    genpool::async_for_each(
        pool, genpool::lines(pipe.stream()), [&](std::string const&) { called.add(); },
        [&](std::exception_ptr error, genpool::summary s) {
            failed = error != nullptr;
            delivered = s.delivered;
            ended.set();
        });
    for (std::size_t const burst : {1u, 2u, 1000u, 2000u, 3u, 500u}) {
        std::string text;
        for (std::size_t i = 0; i != burst; ++i)
            text += "line " + std::to_string(i) + '\n';
        pipe.write(text + "half a li");
        written += burst;
        called.wait_for(written); // else this hangs, and the watchdog says where
        pipe.write("ne\n");
        ++written;
    }
    pipe.write("the last, without an end");
    ++written;
    pipe.close();
    ended.wait();
    BOOST_TEST(!failed);
    BOOST_TEST(delivered == written);
    BOOST_TEST(called.count() == written);
}

BOOST_AUTO_TEST_CASE(a_range_that_can_tell_is_not_asked_before_what_it_gave_was_run)
{
    std::size_t next = 0, called = 0, most_left = 0;
    auto const before = [&](std::size_t i) {
        next = i + 1;
        if (i != 0 && i % 37 == 0)
            most_left = std::max(most_left, i - called);
    };
    auto const end = run_map(
        pool, bursts(2000, before, next), [&](std::size_t) { ++called; }, {}, [] {});
    BOOST_TEST(end.error == "ok");
    BOOST_TEST(called == 2000u);
    BOOST_TEST(most_left == 0u);
}

BOOST_AUTO_TEST_CASE(of_a_range_that_is_slow_no_item_waits_for_the_next)
{
    std::size_t called = 0, most_left = 0;
    auto const before = [&](std::size_t i) {
        std::this_thread::sleep_for(std::chrono::microseconds(200));
        most_left = std::max(most_left, i - called);
    };
    auto const end = run_map(
        pool, counting_range(100, before), [&](std::size_t) { ++called; }, {.window = 64}, [] {});
    BOOST_TEST(end.error == "ok");
    BOOST_TEST(called == 100u);
    BOOST_TEST(most_left == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_bursts_tests
