// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::transform: the function must not return an awaitable: give it to genpool::map
#include <genpool/transform.hpp>

#include <boost/asio/awaitable.hpp>

#include <vector>

boost::asio::awaitable<int> later(int i) { co_return i; }

auto mistake() { return std::vector<int>{1} | genpool::transform(later); }
