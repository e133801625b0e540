// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "extensions.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace genpool::detail
{
namespace
{

constexpr char to_lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// `extension` in lower case and with its dot.
std::string normalised(std::string extension)
{
    if (extension.find_first_not_of('.') == std::string::npos ||
        extension.find_first_of("*/") != std::string::npos)
        throw std::invalid_argument("genpool::files: not an extension such as \"jpg\": \"" + extension + '"');
    if (!extension.starts_with('.'))
        extension.insert(0, 1, '.');
    std::ranges::transform(extension, extension.begin(), to_lower);
    return extension;
}

} // namespace

extensions::extensions(std::vector<std::string> all) : all_(std::move(all))
{
    std::ranges::transform(all_, all_.begin(), normalised);
}

bool extensions::end(std::string_view name) const
{
    auto const ends_name = [name](std::string_view extension) {
        return name.size() > extension.size() &&
               std::ranges::equal(name.substr(name.size() - extension.size()), extension, {}, to_lower);
    };
    return all_.empty() || std::ranges::any_of(all_, ends_name);
}

} // namespace genpool::detail
