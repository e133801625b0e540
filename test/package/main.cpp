// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_map.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <vector>

int main()
{
    boost::asio::thread_pool pool;
    std::vector<int> squares =
        genpool::async_map(
            pool, std::vector{1, 2, 3}, [](int number) { return number * number; }, boost::asio::use_future)
            .get();
    return squares == std::vector{1, 4, 9} ? 0 : 1;
}
