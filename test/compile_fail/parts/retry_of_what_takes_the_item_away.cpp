// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::retry: the function cannot be called again with the same item (T&), nor with it and a std::stop_token: it must take T&, T const& or a copy
#include <genpool/map_stream.hpp>
#include <genpool/retry.hpp>

#include <boost/asio/thread_pool.hpp>

#include <string>
#include <vector>

auto mistake(boost::asio::thread_pool& pool)
{
    auto const take = [](std::string&& s) { return s; };
    return genpool::map_stream(pool, std::vector<std::string>(), genpool::retry(take));
}
