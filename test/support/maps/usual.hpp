// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/test/tools/detail/print_helper.hpp>

#include <cstddef>
#include <ranges>

BOOST_TEST_DONT_PRINT_LOG_VALUE(genpool::order)

namespace genpool::test
{

inline constexpr order both_orders[] = {order::input, order::completion};

/// 0, 1, 2 ...
inline auto numbers(std::size_t count) { return std::views::iota(std::size_t(0), count); }
inline auto endless() { return std::views::iota(std::size_t(0)); }

// Fixtures.
struct one_thread
{
    boost::asio::thread_pool pool{1};
};

struct two_threads
{
    boost::asio::thread_pool pool{2};
};

struct three_threads
{
    boost::asio::thread_pool pool{3};
};

struct four_threads
{
    boost::asio::thread_pool pool{4};
};

} // namespace genpool::test
