// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "target.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace server
{
namespace
{

int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::optional<std::string> decoded(std::string_view text, bool plus_is_space)
{
    std::string made;
    for (std::size_t n = 0; n != text.size(); ++n) {
        if (text[n] == '%') {
            if (text.size() - n < 3 || digit(text[n + 1]) < 0 || digit(text[n + 2]) < 0)
                return {};
            made += static_cast<char>(digit(text[n + 1]) * 16 + digit(text[n + 2]));
            n += 2;
        } else {
            made += plus_is_space && text[n] == '+' ? ' ' : text[n];
        }
    }
    return made;
}

/// What is before `mark`, which goes with it; all, if there is none.
std::string_view cut(std::string_view& text, char mark)
{
    std::size_t const at = text.find(mark);
    std::string_view const before = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return before;
}

} // namespace

std::string_view target::value(std::string const& name) const
{
    auto const found = values.find(name);
    return found == values.end() ? std::string_view() : found->second;
}

int target::number(std::string const& name, int otherwise, int least, int most) const
{
    if (!values.contains(name))
        return otherwise;
    std::string_view const text = value(name);
    int number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < least || number > most)
        throw std::invalid_argument(name + " must be from " + std::to_string(least) + " to " +
                                    std::to_string(most) + ", not " + std::string(text));
    return number;
}

std::optional<target> parse_target(std::string_view text)
{
    target made;
    constexpr std::string_view scheme = "http://";
    if (text.starts_with(scheme)) {
        text.remove_prefix(scheme.size());
        std::size_t const end = std::min(text.find('/'), text.size());
        made.authority = text.substr(0, end);
        text.remove_prefix(end);
    }
    auto path = decoded(cut(text, '?'), false);
    if (!path || !path->starts_with('/'))
        return {};
    made.path = *std::move(path);
    while (!text.empty()) {
        std::string_view pair = cut(text, '&');
        auto name = decoded(cut(pair, '='), true);
        auto value = decoded(pair, true);
        if (!name || !value)
            return {};
        made.values.insert_or_assign(*std::move(name), *std::move(value));
    }
    return made;
}

bool has_tag(std::string_view list, std::string_view tag)
{
    while (!list.empty()) {
        std::string_view one = cut(list, ',');
        while (!one.empty() && (one.front() == ' ' || one.front() == '\t'))
            one.remove_prefix(1);
        while (!one.empty() && (one.back() == ' ' || one.back() == '\t'))
            one.remove_suffix(1);
        if (one.starts_with("W/"))
            one.remove_prefix(2);
        if (one == tag || one == "*")
            return true;
    }
    return false;
}

} // namespace server
