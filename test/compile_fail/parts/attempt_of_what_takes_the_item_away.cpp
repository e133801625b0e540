// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::attempt: the function cannot be called with an item that stays (T&), nor with it and a std::stop_token: it must take T&, T const& or a copy
#include <genpool/attempt.hpp>
#include <genpool/map_stream.hpp>

#include <boost/asio/thread_pool.hpp>

#include <string>
#include <vector>

auto mistake(boost::asio::thread_pool& pool)
{
    auto const take = [](std::string&& s) { return s; };
    return genpool::map_stream(pool, std::vector<std::string>(), genpool::attempt(take));
}
