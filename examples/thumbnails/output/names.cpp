// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "names.hpp"

#include <algorithm>
#include <climits>
#include <cstdio>
#include <unistd.h>

namespace fs = boost::filesystem;

namespace thumbnails
{
namespace
{

/// At most the first `size` bytes of `text`, without a part of a character of UTF-8 at the end.
std::string_view beginning(std::string_view text, std::size_t size)
{
    while (size != 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        --size;
    return text.substr(0, size);
}

} // namespace

std::uint64_t number_of(std::string_view text) noexcept
{
    std::uint64_t number = 0xCBF29CE484222325;
    for (char const c : text)
        number = (number ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    return number;
}

fs::path below(fs::path const& image, fs::path const& directory)
{
    // The walk puts names after the directory as it was given, which may well end in slashes.
    std::string_view rest = std::string_view(image.native()).substr(directory.native().size());
    rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));
    return std::string(rest);
}

std::string thumbnail_name(std::string_view name, std::string_view extension, std::size_t longest)
{
    std::string made(name);
    if (name.size() + extension.size() > longest) {
        char number[18]; // "~", 16 digits and a null
        std::snprintf(number, sizeof(number), "~%016llx", static_cast<unsigned long long>(number_of(name)));
        std::size_t const added = sizeof(number) - 1 + extension.size();
        made = beginning(name, longest - std::min(longest, added));
        made += number;
    }
    return made.append(extension);
}

std::size_t longest_name(fs::path const& directory) noexcept
{
    long const told = ::pathconf(directory.c_str(), _PC_NAME_MAX);
    // Where more bytes are told, characters are counted, which may have one byte each.
    return told > 0 && told < NAME_MAX ? static_cast<std::size_t>(told) : NAME_MAX;
}

} // namespace thumbnails
