// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "text.hpp"

#include <cstddef>
#include <cstdint>

namespace tools
{
namespace
{

constexpr char digits[] = "0123456789ABCDEF";

/// How many bytes the character of UTF-8 at the beginning has; 0 when there is none.
std::size_t character(std::string_view text)
{
    auto const byte = [&](std::size_t n) {
        return n < text.size() ? static_cast<unsigned char>(text[n]) : 0u;
    };
    auto const follows = [&](std::size_t n, unsigned least = 0x80, unsigned most = 0xBF) {
        return byte(n) >= least && byte(n) <= most;
    };
    unsigned const first = byte(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) // neither longer than need be nor half of a pair
        return follows(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF) && follows(2) ? 3 : 0;
    if (first >= 0xF0 && first <= 0xF4)
        return follows(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF) && follows(2) &&
                       follows(3)
                   ? 4
                   : 0;
    return 0;
}

} // namespace

std::string json_text(std::string_view text)
{
    std::string made = "\"";
    while (!text.empty()) {
        std::size_t const size = character(text);
        auto const c = static_cast<unsigned char>(text[0]);
        if (size == 0)
            made += "\\uFFFD";
        else if (c < 0x20 || c == 0x7F)
            made.append("\\u00").append({digits[c >> 4], digits[c & 15]});
        else if (c == '"' || c == '\\')
            made.append({'\\', text[0]});
        else
            made.append(text.substr(0, size));
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return made += '"';
}

std::string html_text(std::string_view text)
{
    std::string made;
    while (!text.empty()) {
        std::size_t const size = character(text);
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
