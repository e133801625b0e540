// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: this range does not own its elements, which may end before the map does: pass the container that owns them with std::move, or, if they live long enough, std::ranges::subrange(range.begin(), range.end())
#include <genpool/map_stream.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/range/iterator_range.hpp>

#include <functional>
#include <vector>

void mistake(boost::asio::thread_pool& pool, std::vector<int>& numbers)
{
    genpool::map_stream(pool, boost::make_iterator_range(numbers), std::identity());
}
