// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>
#include <system_error>

namespace thumbnails
{

/// As 512M: a whole number, then nothing, or K, M, G or T, each 1024 of the one before. Nothing when it is none, or
/// more than there can be.
inline std::optional<std::size_t> byte_count(std::string_view text)
{
    constexpr std::string_view units = "KMGT";
    std::size_t const unit = text.empty() ? std::string_view::npos : units.find(text.back());
    if (unit != std::string_view::npos)
        text.remove_suffix(1);
    std::size_t const shift = unit == std::string_view::npos ? 0 : 10 * (unit + 1);
    std::size_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value << shift >> shift != value)
        return {};
    return value << shift;
}

} // namespace thumbnails
