// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/filesystem/path.hpp>

#include <cstdint>
#include <vector>

namespace genpool::image
{

/// The whole of a regular file of at most `most` bytes, see `regular_file`. In memory, because a file that
/// shrinks or changes while it is decoded would otherwise be checked as one thing and decoded as another.
std::vector<unsigned char> read_regular_file(boost::filesystem::path const& file, std::uint64_t most);

/// Throws unless a file of `size` bytes is within the limit.
void check_file_size(std::uint64_t size, std::uint64_t most);

} // namespace genpool::image
