// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: this is not a source: the elements of this range cannot be copied; pass the container that owns them with std::move
#include <genpool/map_stream.hpp>

#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <memory>
#include <vector>

void mistake(boost::asio::thread_pool& pool, std::vector<std::unique_ptr<int>>& numbers)
{
    genpool::map_stream(pool, std::ref(numbers), std::identity());
}
