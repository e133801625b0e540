// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Generators that wait, pulled by maps on the threads of a pool.
#include <genpool/async_for_each.hpp>
#include <genpool/error.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

namespace source_generator_map_tests
{

namespace asio = boost::asio;
using genpool::generator;

namespace
{

/// Sees whether two threads are in one body at once.
class overlap
{
public:
    class visit
    {
    public:
        explicit visit(overlap& o) noexcept : overlap_(o)
        {
            if (overlap_.inside_.fetch_add(1) != 0)
                overlap_.seen_ = true;
        }
        ~visit() { --overlap_.inside_; }
        visit(visit const&) = delete;

    private:
        overlap& overlap_;
    };

    bool seen() const noexcept { return seen_; }

private:
    std::atomic<int> inside_{0};
    std::atomic<bool> seen_{false};
};

asio::awaitable<int> plus_one(int i)
{
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    co_return i + 1;
}

/// Yields 0 to count - 1, waiting now and then, each time in another way.
generator<int> waiting_numbers(asio::thread_pool& other, int count, overlap& o)
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (int i = 0; i != count; ++i) {
        {
            overlap::visit const here(o);
            std::this_thread::yield();
        }
        switch (i % 7) {
        case 1:
            timer.expires_after(std::chrono::microseconds(1));
            co_await timer.async_wait(asio::deferred);
            break;
        case 3:
            co_await asio::post(other, asio::deferred);
            break;
        case 5:
            co_yield co_await plus_one(i - 1);
            continue;
        default:
            break;
        }
        co_yield i;
    }
}

template <class Source>
generator<int> forwarded(Source source)
{
    while (auto const item = co_await genpool::next(source))
        co_yield int(*item);
}

int identity(int i) { return i; }

} // namespace

BOOST_AUTO_TEST_SUITE(generator_map)

BOOST_AUTO_TEST_CASE(is_resumed_by_one_thread_at_a_time)
{
    static constexpr int count = 3000;
    asio::thread_pool pool(2);
    asio::thread_pool other(1);
    overlap o;
    int expected = 0;
    bool ordered = true;
    auto const check = [&](int i) { ordered = ordered && i == expected++; };
    genpool::async_for_each(pool, waiting_numbers(other, count, o), identity, check, asio::use_future).get();
    BOOST_TEST(expected == count);
    BOOST_TEST(ordered);
    BOOST_TEST(!o.seen());
}

BOOST_AUTO_TEST_CASE(pulls_a_generator_and_a_stream_for_a_map)
{
    static constexpr int count = 2000;
    asio::thread_pool pool(2);
    asio::thread_pool other(1);
    overlap o;
    auto stream = genpool::map_stream(other, waiting_numbers(other, count, o), identity);
    auto source = forwarded(forwarded(std::move(stream)));
    int expected = 0;
    bool ordered = true;
    auto const check = [&](int i) { ordered = ordered && i == expected++; };
    genpool::async_for_each(pool, std::move(source), identity, check, asio::use_future).get();
    BOOST_TEST(expected == count);
    BOOST_TEST(ordered);
    BOOST_TEST(!o.seen());
}

BOOST_AUTO_TEST_CASE(gives_its_frame_back_when_a_context_is_destroyed_while_it_waits)
{
    auto const alive = std::make_shared<int>();
    auto const body = [](asio::io_context& c, std::shared_ptr<int>) -> generator<int> {
        asio::steady_timer timer(c, std::chrono::hours(1));
        co_yield 1;
        co_await timer.async_wait(asio::deferred);
        co_yield 2;
    };
    for (bool const own : {false, true}) {
        std::optional<asio::io_context> pool(std::in_place);
        std::optional<asio::io_context> other(std::in_place);
        int sum = 0;
        auto const add = [&](int i) { sum += i; };
        auto end = genpool::async_for_each(*pool, body(own ? *pool : *other, alive), identity, add,
                                           asio::use_future);
        pool->poll();
        BOOST_TEST(sum == 1);
        BOOST_TEST(alive.use_count() == 2);
        if (own) {
            pool.reset();
            BOOST_CHECK_THROW(end.get(), genpool::pool_gone);
        } else {
            other.reset();
            pool->run();
            BOOST_CHECK_THROW(end.get(), genpool::source_error);
        }
        BOOST_TEST(alive.use_count() == 1);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_generator_map_tests
