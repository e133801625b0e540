// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/parts/deadline.hpp>

#include <boost/asio/system_executor.hpp>

namespace genpool::detail
{

stop_alarm::stop_alarm(std::chrono::steady_clock::duration limit, std::stop_token outer)
    : link_(std::move(outer)), timer_(boost::asio::system_executor(), limit)
{
    timer_.async_wait([source = link_.source()](boost::system::error_code error) mutable {
        if (!error)
            source.request_stop();
    });
}

stop_alarm::~stop_alarm() = default;

} // namespace genpool::detail
