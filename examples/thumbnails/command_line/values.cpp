// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "values.hpp"

#include "../input/formats.hpp"
#include "../text/byte_count.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace thumbnails
{
namespace
{

template <class T, std::size_t N>
T named(std::string const& name, char const* option, std::array<std::pair<std::string_view, T>, N> const& all)
{
    std::string names;
    for (auto const& [known, value] : all) {
        if (name == known)
            return value;
        names += (names.empty() ? "" : ", ") + std::string(known);
    }
    throw usage_error(std::string(option) + " must be one of " + names + ", not '" + name + "'");
}

std::size_t whole(std::string_view text)
{
    std::size_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        throw usage_error("'" + std::string(text) + "' is no number");
    return value;
}

template <class T>
using names = std::pair<std::string_view, T>;

} // namespace

std::vector<std::string> parts_of(std::vector<std::string> const& lists)
{
    std::vector<std::string> parts;
    for (std::string_view rest : lists) {
        for (;;) {
            std::size_t const comma = rest.find(',');
            parts.emplace_back(rest.substr(0, comma));
            if (comma == std::string_view::npos)
                break;
            rest.remove_prefix(comma + 1);
        }
    }
    return parts;
}

std::vector<std::string> formats_of(std::vector<std::string> const& lists)
{
    std::vector<std::string> const parts = parts_of(lists);
    std::string known;
    for (optional_format const& one : optional_formats())
        known += (known.empty() ? "" : ", ") + std::string(one.name);
    for (std::string const& part : parts) {
        if (std::ranges::find(optional_formats(), part, &optional_format::name) == optional_formats().end())
            throw usage_error("--formats must be of " + known + ", not '" + part + "'");
    }
    return parts;
}

std::vector<std::string> sizes_of(std::vector<std::string> const& lists, genpool::image::cropping crop)
{
    std::vector<std::string> sizes = parts_of(lists);
    for (std::size_t n = 0; n != sizes.size(); ++n) {
        try {
            auto const size = genpool::image::parse_geometry(sizes[n]);
            if (crop != genpool::image::cropping::none && (size.width == 0 || size.height == 0))
                throw usage_error("--crop needs a width and a height, not '" + sizes[n] + "'");
        } catch (std::invalid_argument const& error) {
            throw usage_error("--size: " + std::string(std::string_view(error.what()).substr(9)));
        }
        if (std::ranges::count(sizes, sizes[n]) != 1)
            throw usage_error("--size: '" + sizes[n] + "' is given twice");
    }
    return sizes;
}

genpool::image::thumbnail_format format_of(std::string const& name)
{
    using enum genpool::image::thumbnail_format;
    return named(name, "--format",
                 std::array{names<genpool::image::thumbnail_format>("jpeg", jpeg),
                            names<genpool::image::thumbnail_format>("jpg", jpeg),
                            names<genpool::image::thumbnail_format>("png", png),
                            names<genpool::image::thumbnail_format>("webp", webp),
                            names<genpool::image::thumbnail_format>("tiff", tiff),
                            names<genpool::image::thumbnail_format>("tif", tiff),
                            names<genpool::image::thumbnail_format>("avif", avif)});
}

genpool::image::cropping crop_of(std::string const& name)
{
    using enum genpool::image::cropping;
    return named(name, "--crop",
                 std::array{names<genpool::image::cropping>("none", none),
                            names<genpool::image::cropping>("centre", centre),
                            names<genpool::image::cropping>("center", centre),
                            names<genpool::image::cropping>("attention", attention)});
}

genpool::image::resampling filter_of(std::string const& name)
{
    using enum genpool::image::resampling;
    using filter = names<genpool::image::resampling>;
    return named(name, "--filter",
                 std::array{filter("lanczos3", lanczos3), filter("lanczos2", lanczos2),
                            filter("catmull-rom", catmull_rom), filter("mitchell", mitchell),
                            filter("linear", linear), filter("box", box)});
}

genpool::image::kept_metadata metadata_of(std::string const& name)
{
    using enum genpool::image::kept_metadata;
    using kept = names<genpool::image::kept_metadata>;
    return named(name, "--metadata", std::array{kept("none", none), kept("icc", icc), kept("all", all)});
}

existing existing_of(std::string const& name)
{
    using what = names<existing>;
    return named(name, "--existing",
                 std::array{what("newer", existing::newer), what("skip", existing::skip),
                            what("overwrite", existing::overwrite), what("error", existing::error)});
}

std::array<std::uint8_t, 3> colour_of(std::string const& text)
{
    using colour = std::array<std::uint8_t, 3>;
    if (text == "white")
        return {255, 255, 255};
    if (text == "black")
        return {0, 0, 0};
    if (text == "grey" || text == "gray")
        return {128, 128, 128};
    std::string_view const digits = std::string_view(text).substr(text.starts_with('#') ? 1 : 0);
    std::uint32_t value = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 6 || error != std::errc() || end != digits.data() + digits.size())
        throw usage_error("--background must be white, black, grey or six hexadecimal digits, not '" + text +
                          "'");
    return colour{static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8),
                  static_cast<std::uint8_t>(value)};
}

genpool::limit bytes_of(std::string const& text)
{
    auto const bytes = byte_count(text);
    if (!bytes || *bytes == 0)
        throw usage_error("--memory must be a number of bytes, as 512M or 2G, not '" + text + "'");
    return *bytes;
}

std::chrono::nanoseconds seconds_of(std::string const& text)
{
    char* end = nullptr;
    double const seconds = std::strtod(text.c_str(), &end);
    if (text.empty() || *end || !(seconds > 0) || seconds > 1e6)
        throw usage_error("--timeout must be a number of seconds, not '" + text + "'");
    return std::chrono::nanoseconds(std::llround(seconds * 1e9));
}

void set_shard(input_options& input, std::string const& text)
{
    std::size_t const slash = text.find('/');
    if (slash == std::string::npos)
        throw usage_error("--shard must be I/N, not '" + text + "'");
    input.shard = whole(std::string_view(text).substr(0, slash));
    input.shards = whole(std::string_view(text).substr(slash + 1));
    if (input.shard < 1 || input.shard > input.shards)
        throw usage_error("--shard: of " + text + " the first must be from 1 to the second");
}

} // namespace thumbnails
