// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Asynchronous operations as the function of a map.
#include <genpool.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/consign.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace consumer_async_op_tests
{

namespace asio = boost::asio;
using namespace std::chrono_literals;
using socket = asio::local::stream_protocol::socket;

auto const wait_for = [](asio::io_context& io, std::chrono::milliseconds time, auto token) {
    auto timer = std::make_shared<asio::steady_timer>(io, time);
    return timer->async_wait(asio::consign(std::move(token), timer));
};

auto const numbers = std::views::iota(0, 8);

BOOST_AUTO_TEST_SUITE(async_op)

BOOST_AUTO_TEST_CASE(gives_what_the_operation_completes_with)
{
    asio::io_context io;
    socket near(io), far(io);
    asio::local::connect_pair(near, far);
    auto sent = genpool::async_map(io, std::vector<std::string>{"one", "three", ""},
                                   genpool::async_op([&](std::string const& text, auto token) {
                                       return asio::async_write(near, asio::buffer(text), token);
                                   }),
                                   {.concurrency = 1}, asio::use_future);
    io.run();
    BOOST_TEST((sent.get() == std::vector<std::size_t>{3, 5, 0}));
    std::string received(8, ' ');
    asio::read(far, asio::buffer(received));
    BOOST_TEST(received == "onethree");
}

BOOST_AUTO_TEST_CASE(occupies_no_thread)
{
    asio::io_context io;
    int running = 0;
    int most = 0;
    auto done = genpool::async_map(
        io, numbers, genpool::async_op([&](int, auto token) {
            most = std::max(most, ++running);
            return asio::post(
                io, asio::consign(token, std::shared_ptr<void>(nullptr, [&](void*) { --running; })));
        }),
        asio::use_future);
    io.run();
    done.get();
    BOOST_TEST(most > 1);
}

BOOST_AUTO_TEST_CASE(keeps_the_item_until_it_has_completed)
{
    asio::thread_pool pool(2);
    asio::io_context io;
    auto const length = [&](std::unique_ptr<std::string>&& text, auto token) {
        auto const& there = *text; // a reference into the item
        return asio::async_initiate<decltype(token), void(std::exception_ptr, std::size_t)>(
            [&pool](auto handler, std::string const* seen) {
                auto const executor = asio::get_associated_executor(handler, pool.get_executor());
                asio::post(pool,
                           asio::bind_executor(executor, [handler = std::move(handler), seen]() mutable {
                               std::move(handler)(std::exception_ptr(), seen->size());
                           }));
            },
            token, &there);
    };
    std::vector<std::unique_ptr<std::string>> texts;
    for (int i : numbers)
        texts.push_back(std::make_unique<std::string>(static_cast<std::size_t>(i) * 100, 'x'));
    auto const lengths =
        genpool::async_map(pool, std::move(texts), genpool::async_op(length), asio::use_future).get();
    for (int i : numbers)
        BOOST_TEST(lengths[static_cast<std::size_t>(i)] == static_cast<std::size_t>(i) * 100);
}

BOOST_AUTO_TEST_CASE(fails_with_the_error_of_the_operation)
{
    asio::io_context io;
    auto failing = genpool::async_map(
        io, numbers, genpool::async_op([&](int i, auto token) {
            return asio::async_initiate<decltype(token), void(boost::system::error_code, int)>(
                [&io, i](auto handler) {
                    asio::post(io, [handler = std::move(handler), i]() mutable {
                        boost::system::error_code error;
                        if (i == 3)
                            error = asio::error::connection_reset;
                        std::move(handler)(error, i);
                    });
                },
                token);
        }),
        asio::use_future);
    io.run();
    BOOST_CHECK_EXCEPTION(failing.get(), boost::system::system_error,
                          [](auto const& e) { return e.code() == asio::error::connection_reset; });
}

BOOST_AUTO_TEST_CASE(is_cancelled_when_the_map_is_stopped)
{
    asio::io_context io;
    int started = 0;
    auto stream = genpool::map_stream(io, numbers, genpool::async_op([&](int, auto token) {
                                          ++started;
                                          return wait_for(io, 1h, std::move(token));
                                      }));
    std::optional<genpool::summary> account;
    io.poll();
    BOOST_TEST(started == 8);
    stream.async_close([&](std::exception_ptr, genpool::summary s) { account = std::move(s); });
    io.run();
    BOOST_TEST_REQUIRE(account.has_value());
    BOOST_TEST(account->cancelled == 8U);
}

BOOST_AUTO_TEST_CASE(fails_with_what_its_initiation_throws)
{
    asio::io_context io;
    auto failing = genpool::async_map(io, numbers, genpool::async_op([&](int i, auto token) {
                                          if (i == 2)
                                              throw std::length_error("2 is too long");
                                          return wait_for(io, 0ms, std::move(token));
                                      }),
                                      asio::use_future);
    io.run();
    BOOST_CHECK_THROW(failing.get(), std::length_error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_async_op_tests
