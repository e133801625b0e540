// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../header/byte_view.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace genpool::image
{

inline constexpr std::uint32_t exr_deep = 0x800;
inline constexpr std::uint32_t exr_several_parts = 0x1000;

/// Of a channel, behind its name.
inline constexpr std::uint64_t exr_channel_bytes = 16;

/// The text at `at`, which moves behind it. `Bytes` is a `byte_view` or a `header_view`.
template <class Bytes>
std::string exr_text(Bytes const& bytes, std::uint64_t& at)
{
    constexpr std::uint64_t longest = 255;
    auto const rest = bytes.up_to(at, longest + 1).span();
    auto const end = std::ranges::find(rest, 0);
    if (end == rest.end())
        throw std::runtime_error("the header is cut short or damaged");
    std::string const found(rest.begin(), end);
    at += found.size() + 1;
    return found;
}

/// How many pixels are from one number of a box to another.
inline std::uint64_t exr_side(byte_view const& box, std::uint64_t low, std::uint64_t high)
{
    auto const first = static_cast<std::int32_t>(box.u32(low));
    auto const last = static_cast<std::int32_t>(box.u32(high));
    return last < first ? 0 : static_cast<std::uint64_t>(std::int64_t(last) - first + 1);
}

struct exr_attribute
{
    bool is(std::string_view wanted, std::string_view wanted_type) const
    {
        return name == wanted && type == wanted_type;
    }

    std::string name;
    std::string type;
    std::uint64_t at = 0; ///< of its value
    std::uint32_t size = 0;
};

/// Calls `function` with each attribute of the part whose header is at `at`, which moves behind it.
template <class Bytes, class Function>
void for_each_exr_attribute(Bytes const& bytes, std::uint64_t& at, Function function)
{
    for (std::string name = exr_text(bytes, at); !name.empty(); name = exr_text(bytes, at)) {
        exr_attribute found{std::move(name), exr_text(bytes, at), 0, 0};
        found.size = bytes.u32(at);
        found.at = at + 4;
        if (!bytes.holds(found.at, found.size))
            throw std::runtime_error("the header is cut short or damaged");
        function(found);
        at = found.at + found.size;
    }
}

} // namespace genpool::image
