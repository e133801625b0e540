// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "groups.hpp"

#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace duplicates
{

/// A page of HTML that shows the groups, one below the other, the pictures of each side by side. It needs no other
/// file: thumbnails, which are made on `pool`, `jobs` at once, are in it.
std::string page_of(std::vector<group> const& groups, boost::asio::thread_pool& pool, std::size_t jobs);

} // namespace duplicates
