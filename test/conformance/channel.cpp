// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Asio's channels as sources, with every pool, in both orders.
#include <genpool/channel.hpp>

#include "places.hpp"
#include "sources.hpp"
#include "tokens.hpp"
#include "trial.hpp"
#include <genpool/detail/asio/executor.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/system/error_code.hpp>
#include <boost/test/unit_test.hpp>

namespace conformance_channel_tests
{

using namespace genpool::test;
namespace asio = boost::asio;
using boost::system::error_code;

namespace
{

/// One that holds the numbers, and that they have ended.
template <class Channel>
class channel_form : public counting_form
{
public:
    static constexpr int variants = 1;
    explicit channel_form(int) {}

    template <class Pool>
    Channel make(Pool& pool)
    {
        Channel channel(asio::any_io_executor(genpool::detail::executor_of(pool)), item_count + 1);
        for (int const i : items())
            channel.try_send(error_code(), i);
        channel.try_send(asio::error::eof, 0);
        return channel;
    }
};

template <class Channel, class Token, class Function>
void try_channel()
{
    trial<channel_form<Channel>, any_of_each, Token, Function, false>().for_each_result();
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance_channel)

BOOST_AUTO_TEST_CASE(channels)
{
    try_channel<asio::experimental::channel<void(error_code, int)>, callback_token, awaitable_function>();
}

BOOST_AUTO_TEST_CASE(concurrent_channels)
{
    try_channel<asio::experimental::concurrent_channel<void(error_code, int)>, use_awaitable_token,
                plain_function>();
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace conformance_channel_tests
