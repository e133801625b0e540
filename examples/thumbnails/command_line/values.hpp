// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "command_line.hpp"

#include <string>
#include <vector>

namespace thumbnails
{

// What options are given, read; each throws `usage_error` for what it is not.

/// The parts between commas.
std::vector<std::string> parts_of(std::vector<std::string> const& lists);

/// Names of formats that are read only if they are named.
std::vector<std::string> formats_of(std::vector<std::string> const& lists);

/// Geometries, in `sizes`.
std::vector<std::string> sizes_of(std::vector<std::string> const& lists, genpool::image::cropping crop);

genpool::image::thumbnail_format format_of(std::string const& name);
genpool::image::cropping crop_of(std::string const& name);
genpool::image::resampling filter_of(std::string const& name);
genpool::image::kept_metadata metadata_of(std::string const& name);
existing existing_of(std::string const& name);

/// A name of HTML's first, or six digits of hexadecimal with or without a #.
std::array<std::uint8_t, 3> colour_of(std::string const& text);

/// A `byte_count`, and not 0.
genpool::limit bytes_of(std::string const& text);

/// As 0.5.
std::chrono::nanoseconds seconds_of(std::string const& text);

/// I/N.
void set_shard(input_options& input, std::string const& text);

} // namespace thumbnails
