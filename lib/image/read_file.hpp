// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/filesystem/path.hpp>

#include <cstdint>
#include <vector>

namespace genpool::image
{

/// The whole of a regular file of at most `most` bytes. Links are followed: a link is a name as good as any,
/// and what it leads to is checked. In memory, because a file that shrinks or changes while it is decoded
/// would otherwise be checked as one thing and decoded as another.
std::vector<unsigned char> read_regular_file(boost::filesystem::path const& file, std::uint64_t most);

} // namespace genpool::image
