// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/source.hpp>

#include "support/execution/held_operation.hpp"
#include "support/execution/manual_host.hpp"
#include "support/maps/counting_stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <utility>

namespace source_async_tests
{

namespace asio = boost::asio;
using boost::system::system_error;
using genpool::detail::make_source;
using genpool::detail::poll_result;
using genpool::test::counting_stream;

namespace
{

struct fixture
{
    asio::io_context context;
    genpool::test::manual_host host{context};
};

/// Each `async_next` is the test's to complete.
class held_stream
{
public:
    using operation = genpool::test::held_operation<void(std::exception_ptr, std::optional<int>)>;

    explicit held_stream(operation& op) : op_(&op) {}

    template <class Token>
    auto async_next(Token&& token)
    {
        return op_->async_hold(std::forward<Token>(token));
    }

private:
    operation* op_;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(source_async, fixture)

BOOST_AUTO_TEST_CASE(owns_an_rvalue)
{
    auto source = make_source(counting_stream(host.serial_executor(), 3));
    source.bind(host);
    for (int i = 0; i != 3; ++i)
        BOOST_TEST(host.next(source).value().value() == i);
    BOOST_TEST(!host.next(source));
    BOOST_TEST(host.wakes == 4);
}

BOOST_AUTO_TEST_CASE(refers_to_what_it_was_told_to)
{
    counting_stream stream(host.serial_executor(), 3);
    auto source = make_source(std::ref(stream));
    source.bind(host);
    BOOST_TEST(host.next(source).value().value() == 0);
    BOOST_TEST(stream.asked() == 1);
}

BOOST_AUTO_TEST_CASE(asks_for_one_item_at_a_time)
{
    held_stream::operation op;
    auto source = make_source(held_stream(op));
    source.bind(host);
    for (int i = 0; i != 3; ++i) {
        int const before = host.wakes;
        BOOST_TEST((host.poll(source) == poll_result::parked));
        BOOST_TEST(op.started == i);
        host.start(source);
        BOOST_TEST(op.started == i + 1);
        BOOST_TEST((host.poll(source) == poll_result::pending));
        op.complete(nullptr, i);
        host.wait(before);
        BOOST_TEST((host.poll(source) == poll_result::value));
        BOOST_TEST(source.value() == i);
        BOOST_TEST(op.started == i + 1);
    }
    BOOST_TEST(source.serial());
}

BOOST_AUTO_TEST_CASE(fails_as_the_operation_does)
{
    auto by_code = make_source(counting_stream(host.serial_executor(), 0, asio::error::eof));
    by_code.bind(host);
    BOOST_CHECK_EXCEPTION(host.next(by_code), system_error,
                          [](auto& e) { return e.code() == asio::error::eof; });

    held_stream::operation op;
    auto by_exception = make_source(held_stream(op));
    by_exception.bind(host);
    int const before = host.wakes;
    BOOST_TEST((host.poll(by_exception) == poll_result::parked));
    host.start(by_exception);
    op.complete(std::make_exception_ptr(std::out_of_range("far")), std::nullopt);
    host.wait(before);
    BOOST_CHECK_THROW(host.next(by_exception), std::out_of_range);

    op.mode = held_stream::operation::initiation::throws;
    auto not_started = make_source(held_stream(op));
    not_started.bind(host);
    BOOST_CHECK_THROW(host.next(not_started), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(passes_a_cancellation_on)
{
    held_stream::operation op;
    auto source = make_source(held_stream(op));
    source.bind(host);
    BOOST_TEST((host.poll(source) == poll_result::parked));
    host.start(source);
    host.in_strand([&] { source.cancel(); });
    BOOST_TEST((op.cancelled == asio::cancellation_type::terminal));
    op.drop();
    BOOST_TEST(host.abandons == 1);
}

BOOST_AUTO_TEST_CASE(starts_nothing_once_it_is_cancelled)
{
    auto const aborted = [](system_error const& e) { return e.code() == asio::error::operation_aborted; };
    held_stream::operation op;
    auto before = make_source(held_stream(op));
    before.bind(host);
    before.cancel();
    BOOST_CHECK_EXCEPTION(before.poll(), system_error, aborted);

    auto between = make_source(held_stream(op));
    between.bind(host);
    BOOST_TEST((host.poll(between) == poll_result::parked));
    between.cancel();
    host.start(between);
    BOOST_TEST(host.wakes == 1);
    BOOST_CHECK_EXCEPTION(host.poll(between), system_error, aborted);
    BOOST_TEST(op.started == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_async_tests
