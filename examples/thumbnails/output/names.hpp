// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/filesystem/path.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace thumbnails
{

/// Where `image`, found in `directory`, is below it.
boost::filesystem::path below(boost::filesystem::path const& image, boost::filesystem::path const& directory);

/// The name of the thumbnail of the image `name`: all of it stays, so a.jpg and a.png both get one, and
/// `extension` is added. Where that is longer than `longest` bytes its end gives way to a number made of all
/// of it, so that names which differ only there still differ.
std::string thumbnail_name(std::string_view name, std::string_view extension, std::size_t longest);

/// The same number for the same text in every run, on every machine (FNV-1a).
std::uint64_t number_of(std::string_view text) noexcept;

/// How many bytes a name in `directory` may have.
std::size_t longest_name(boost::filesystem::path const& directory) noexcept;

} // namespace thumbnails
