// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Maps that make system calls, run again and again: each time another one of their calls goes wrong, with another
// error, once or several times in a row, or reads and writes less than it was asked for.
#include "system_calls.hpp"

#include <genpool/error.hpp>
#include <genpool/files.hpp>
#include <genpool/lines.hpp>

#include "proof/support/counts.hpp"

#include <boost/filesystem/exception.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <fstream>
#include <ios>
#include <iterator>
#include <stdexcept>
#include <string.h>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace
{

using namespace genpool::proof;
using genpool::test::name_list;
using genpool::test::temporary_tree;
namespace fs = boost::filesystem;

/// What a map that ends with `error` says of its source.
std::vector<failure> told_by(std::exception_ptr const& error)
{
    if (error == nullptr)
        return {};
    try {
        try {
            std::rethrow_exception(error);
        } catch (genpool::source_error const& e) {
            e.rethrow_nested();
        }
    } catch (fs::filesystem_error const& e) {
        return {{e.path1().native(), e.code().value()}};
    } catch (std::ios_base::failure const& e) {
        return {{"", e.code().value()}};
    }
}

struct small_tree : temporary_tree
{
    small_tree()
    {
        for (char const* name : {"a", "d/b", "d/e/c", "f/g"})
            file(name);
        symlink("../a", "d/link");
    }

    name_list const all = {"a", "d/b", "d/e/c", "d/link", "f/g"};
};

/// Whether `told` is of `missing` or of something above it.
bool accounts_for(failure const& told, fs::path const& missing)
{
    return missing == told.path || missing.native().starts_with(told.path + '/');
}

void walk(trial& t, bool throws)
{
    static small_tree const tree;
    name_list found;
    std::vector<failure> told;
    genpool::files_options options{.recursive = true, .follow_symlinks = true};
    if (!throws)
        options.on_error = [&](fs::path const& path, boost::system::error_code error) {
            told.push_back({path.native(), error.value()});
        };
    t.faults.hide_kinds = true;
    auto const error = map_in(
        t, genpool::files(tree.root(), std::move(options)),
        [](fs::path const& path) { return tree.without_root(path); },
        [&](std::string name) { found.push_back(std::move(name)); });
    if (throws)
        told = told_by(error);
    else
        t.require(error == nullptr, "a walk that tells its errors ends well");

    std::ranges::sort(found);
    t.require(std::ranges::includes(tree.all, found), "nothing is found twice, or without being there");
    t.require(told.size() <= t.faults.count, "what fails once is told once");
    for (failure const& f : told)
        t.require(t.may_be_told(f.error), "an error is told by its number, an interruption not at all");
    name_list missing;
    std::ranges::set_difference(tree.all, found, std::back_inserter(missing));
    if (throws && t.faults.count > 1) // only the first of them is told in full
        t.require(missing.empty() || !told.empty(), "that something is missing is told");
    else
        for (std::string const& name : missing)
            t.require(
                std::ranges::any_of(told, [&](failure const& f) { return accounts_for(f, tree / name); }),
                "what is not found is told");
}

/// Several times as much as a stream reads at once.
std::string const& text()
{
    static std::string const all = [] {
        std::string lines;
        for (int i = 0; i != 1000; ++i)
            lines += "directory/number-" + std::to_string(i) + '\n';
        return lines + "the last one";
    }();
    return all;
}

void read_lines(trial& t, std::ifstream stream)
{
    std::string read;
    auto const error = map_in(
        t, genpool::lines(stream), [](std::string line) { return line; },
        [&](std::string const& line) { read += line + '\n'; });
    auto const told = told_by(error);
    for (failure const& f : told)
        t.require(t.may_be_told(f.error), "an error is told by its number, an interruption not at all");
    auto const given = told.empty() ? text() + '\n' : text().substr(0, t.faults.read_bytes);
    t.require(read == given.substr(0, given.rfind('\n') + 1), "every line that was read whole comes through");
}

void lines_of_a_file(trial& t)
{
    static temporary_tree const tree;
    fs::path const list = tree / "list";
    std::ofstream(list.native()) << text();
    read_lines(t, std::ifstream(list.native()));
}

void lines_of_a_pipe(trial& t)
{
    int ends[2];
    if (::pipe(ends) != 0)
        throw std::runtime_error("there is no pipe");
    bool const written = ::write(ends[1], text().data(), text().size()) == ssize_t(text().size());
    ::close(ends[1]);
    std::ifstream stream("/dev/fd/" + std::to_string(ends[0]));
    ::close(ends[0]);
    t.require(written && stream, "a pipe holds the text");
    read_lines(t, std::move(stream));
}

/// Runs the scenario with this fault; returns whether that has happened.
bool try_once(counts& c, scenario const& s, genpool::test::fault_plan const& faults)
{
    auto const descriptors = genpool::test::open_descriptors();
    trial t{faults};
    try {
        s.run(t);
    } catch (std::exception const& e) { // not one of those that may be told
        t.require(false, e.what());
    }
    t.require(genpool::test::open_descriptors() == descriptors, "every descriptor is closed");
    bool const happened = !t.faults.first.empty();
    if (happened && c.count(!t.broken.empty()))
        std::printf("%s: call %zu (%s), %zu cut short, then %zu with %s: not true: %s\n", s.name, faults.at,
                    std::string(t.faults.first).c_str(), faults.cut, faults.count,
                    ::strerrorname_np(faults.error), t.broken.front().c_str());
    return happened;
}

bool try_each_call(counts& c, scenario const& s, genpool::test::fault_plan faults)
{
    for (faults.at = 1; try_once(c, s, faults);)
        ++faults.at;
    return faults.at != 1;
}

} // namespace

int main()
{
    scenarios().insert(scenarios().begin(),
                       {{"a walk that tells its errors", [](trial& t) { walk(t, false); }},
                        {"a walk that throws its errors", [](trial& t) { walk(t, true); }},
                        {"lines of a file", lines_of_a_file},
                        {"lines of a pipe", lines_of_a_pipe}});

    constexpr int errors[] = {EIO, ENOSPC, EINTR, EAGAIN, EMFILE, EACCES, ENOMEM};
    constexpr std::size_t all_that_follow = 1000; // more than any scenario makes
    counts c("proof_system_calls");
    for (scenario const& s : scenarios()) {
        c.about(s.name);
        bool tried = false;
        for (int const error : errors) {
            std::size_t const row = error == EINTR || error == EAGAIN ? 3 : all_that_follow;
            for (std::size_t const count : {std::size_t(1), row})
                tried = try_each_call(c, s, {.count = count, .error = error}) || tried;
            try_each_call(c, s, {.cut = 1, .count = 1, .error = error});
        }
        for (std::size_t const cut : {std::size_t(1), all_that_follow})
            try_each_call(c, s, {.cut = cut, .count = 0});
        c.count(!tried, 0);
    }
    return c.exit_status();
}
