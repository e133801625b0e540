// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: an asio::yield_context of Boost 1.81 takes no result with an exception_ptr: take asio::as_tuple(yield)
// Before Boost 1.82
#include <genpool/map_stream.hpp>

#include <boost/asio/spawn.hpp>

void read(genpool::stream<int>& numbers, boost::asio::yield_context yield) { numbers.async_next(yield); }
