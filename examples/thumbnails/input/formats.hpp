// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thumbnails
{

/// A format that is read only if it is asked for by its name, and then by OpenImageIO in a process of its own: nobody
/// has looked at what its reader does with files that are damaged on purpose.
struct optional_format
{
    std::string_view name; ///< also OpenImageIO's
    std::vector<std::string> extensions;
};

/// All of them.
std::span<optional_format const> optional_formats();

/// The one that a file is of that begins so; null if none.
optional_format const* find_format(std::string_view beginning);

/// How many bytes that needs.
inline constexpr std::size_t beginning_size = 32;

} // namespace thumbnails
