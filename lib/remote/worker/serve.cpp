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
    std::fprintf(
        stderr,
        "%s: a worker. It is started by the program that it works for (--processes=DESCRIPTOR), or for a "
        "cluster:\n"
        "  --cluster=URL[,URL...] [--name=NAME] [--threads=N] [--credentials=FILE] [--ca=FILE]\n"
        "  [--certificate=FILE --key=FILE]\n",
        program);
    return 2;
}

/// What the arguments say. What says nothing to a worker may be the program's own.
struct arguments
{
    std::optional<int> socket;
    detail::cluster_membership cluster;
    bool are_wrong = false;
};

arguments parse(int argc, char* argv[])
{
    arguments all;
    for (int i = 1; i < argc; ++i) {
        std::string_view const argument(argv[i]);
        if (auto const descriptor = value_of(argument, "--processes="))
            all.are_wrong |= !parse(*descriptor, all.socket.emplace());
        else if (auto const threads = value_of(argument, "--threads="))
            all.are_wrong |= !parse(*threads, all.cluster.threads) || all.cluster.threads == 0;
        auto const take = [&](std::string_view name, std::string& out) {
            if (auto const value = value_of(argument, name))
                out = *value;
        };
        take("--cluster=", all.cluster.url);
        take("--name=", all.cluster.name);
        take("--credentials=", all.cluster.credentials);
        take("--ca=", all.cluster.ca);
        take("--certificate=", all.cluster.certificate);
        take("--key=", all.cluster.key);
    }
    return all;
}

} // namespace

int serve(functions const& all, int argc, char* argv[])
{
    char const* const program = argc > 0 ? argv[0] : "worker";
    try {
        auto const said = parse(argc, argv);
        if (said.are_wrong)
            return usage(program);
        if (said.socket)
            return detail::serve_program(all, *said.socket);
        if (!said.cluster.url.empty())
            return detail::serve_cluster(all, said.cluster);
    } catch (std::exception const& error) {
        std::fprintf(stderr, "%s: %s\n", program, error.what());
        return 1;
    }
    return usage(program);
}

} // namespace genpool::remote
