// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::async_reduce: the operation cannot be called with the value so far (A&&) and an item of the source (T&&)
#include <genpool/async_reduce.hpp>

#include <boost/asio/use_future.hpp>

#include <string>
#include <vector>

auto mistake()
{
    auto const add = [](int sum, std::string const&) { return sum; };
    return genpool::async_reduce(std::vector<int>(), 0, add, boost::asio::use_future);
}
