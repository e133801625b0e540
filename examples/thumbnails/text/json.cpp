// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "json.hpp"

#include "utf8.hpp"

#include <cstdio>

namespace thumbnails
{
namespace
{

void append_code(std::string& to, unsigned code)
{
    char text[7];
    std::snprintf(text, sizeof(text), "\\u%04x", code);
    to += text;
}

std::string digits(char const* format, double value)
{
    char text[400];
    std::snprintf(text, sizeof(text), format, value);
    return text;
}

} // namespace

std::string quoted(std::string_view text)
{
    std::string made = "\"";
    while (!text.empty()) {
        auto const first = static_cast<unsigned char>(text.front());
        std::size_t const size = character_size(text);
        if (size == 0)
            append_code(made, 0xDC00u + first);
        else if (first < 0x20 || first == 0x7F || first == '<' || first == '&')
            append_code(made, first); // some of which would end a script
        else if (first == '"' || first == '\\')
            made.append({'\\', text.front()});
        else
            made += text.substr(0, size);
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return made + '"';
}

void json_object::key(std::string_view name)
{
    if (text_.size() != 1)
        text_ += ',';
    text_ += quoted(name) + ':';
}

json_object& json_object::raw(std::string_view name, std::string_view value)
{
    key(name);
    text_ += value;
    return *this;
}

json_object& json_object::text(std::string_view name, std::string_view value)
{
    return raw(name, quoted(value));
}

json_object& json_object::number(std::string_view name, std::uint64_t value)
{
    return raw(name, std::to_string(value));
}

json_object& json_object::real(std::string_view name, double value)
{
    return raw(name, digits("%.3f", value));
}

json_object& json_object::milliseconds(std::string_view name, std::int64_t nanoseconds)
{
    return real(name, static_cast<double>(nanoseconds) / 1e6);
}

} // namespace thumbnails
