// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/generator.hpp>
#include <genpool/source.hpp>

#include "support/execution/held_operation.hpp"
#include "support/execution/manual_host.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

namespace awaiting_generators
{

namespace asio = boost::asio;
using boost::system::error_code;
using boost::system::system_error;
using genpool::generator;
using genpool::detail::make_source;
using genpool::detail::poll_result;

template <class Signature>
using held = genpool::test::held_operation<Signature>;

struct fixture
{
    asio::io_context context;
    genpool::test::manual_host host{context};
};

/// Yields what awaiting gives.
template <class T, class Signature>
generator<T> yield_result(held<Signature>& op)
{
    co_yield co_await op.async_hold(asio::deferred);
}

/// Yields 1 when awaiting gives nothing.
template <class Signature>
generator<int> await_nothing(held<Signature>& op)
{
    co_await op.async_hold(asio::deferred);
    co_yield 1;
}

/// Yields the error that awaiting throws, time after time.
inline generator<error_code> await_again(held<void(error_code)>& op, int times)
{
    for (int i = 0; i != times; ++i) {
        error_code error;
        try {
            co_await op.async_hold(asio::deferred);
        } catch (system_error const& e) {
            error = e.code();
        }
        co_yield error;
    }
}

template <class Source>
void park(genpool::test::manual_host& host, Source& source)
{
    BOOST_TEST_REQUIRE((host.poll(source) == poll_result::parked));
    host.start(source);
}

} // namespace awaiting_generators
