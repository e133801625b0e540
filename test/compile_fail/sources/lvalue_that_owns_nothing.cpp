// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: this range does not own its elements, which may end before the map does: pass the container that owns them with std::move, or, if they live long enough, std::ranges::subrange(range.begin(), range.end())
#include <genpool/async_map.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>

struct slice
{
    int const* begin() const { return first; }
    int const* end() const { return last; }

    int const* first;
    int const* last;
};

void mistake(boost::asio::thread_pool& pool, slice numbers)
{
    genpool::async_map(pool, numbers, std::identity(), boost::asio::detached);
}
