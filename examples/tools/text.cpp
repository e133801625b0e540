// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "text.hpp"

#include "../thumbnails/text/utf8.hpp"

#include <cstddef>
#include <cstdint>

namespace tools
{
namespace
{

constexpr char digits[] = "0123456789ABCDEF";

} // namespace

std::string html_text(std::string_view text)
{
    std::string made;
    while (!text.empty()) {
        std::size_t const size = thumbnails::character_size(text);
        char const c = text[0];
        if (size == 0 || (static_cast<unsigned char>(c) < 0x20 && size == 1))
            made += "\xEF\xBF\xBD"; // U+FFFD
        else if (c == '&')
            made += "&amp;";
        else if (c == '<')
            made += "&lt;";
        else if (c == '"')
            made += "&quot;";
        else
            made.append(text.substr(0, size));
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return made;
}

std::string url_path(std::string_view bytes)
{
    std::string made;
    for (char const c : bytes) {
        bool const is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                              std::string_view("-._~/").find(c) != std::string_view::npos;
        auto const byte = static_cast<unsigned char>(c);
        if (is_plain)
            made += c;
        else
            made.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return made;
}

std::string base64(std::string_view bytes)
{
    constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string made;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t three = 0;
        for (std::size_t n = 0; n != 3; ++n)
            three = three << 8 | (at + n < bytes.size() ? static_cast<unsigned char>(bytes[at + n]) : 0u);
        for (std::size_t n = 0; n != 4; ++n)
            made += at + n > bytes.size() ? '=' : letters[three >> (18 - 6 * n) & 63];
    }
    return made;
}

} // namespace tools
