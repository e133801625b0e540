// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "worker.hpp"
#include <genpool/remote/serve.hpp>

#include <charconv>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace genpool::remote
{
namespace
{

/// What follows `name` in the argument, if it begins with that.
std::optional<std::string_view> value_of(std::string_view argument, std::string_view name)
{
    if (!argument.starts_with(name))
        return std::nullopt;
    return argument.substr(name.size());
}

template <class Number>
bool parse(std::string_view text, Number& out)
{
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size() && out >= 0;
}

int usage(char const* program)
{
    std::fprintf(stderr,
                 "%s: a worker, which is started by the program that it works for (--processes=DESCRIPTOR)\n",
                 program);
    return 2;
}

} // namespace

int serve(functions const& all, int argc, char* argv[])
{
    char const* const program = argc > 0 ? argv[0] : "worker";
    if (argc < 2)
        return usage(program);
    try {
        int socket = 0;
        if (auto const value = value_of(argv[argc - 1], "--processes="); value && parse(*value, socket))
            return detail::serve_program(all, socket);
    } catch (std::exception const& error) {
        std::fprintf(stderr, "%s: %s\n", program, error.what());
        return 1;
    }
    return usage(program);
}

} // namespace genpool::remote
