// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Walks a directory, and counts the files in it, in one of several ways; makes one to walk; or measures how soon the
// first path is there.
#include <genpool/files.hpp>

#include "bench/support/contest.hpp"

#include <boost/filesystem/operations.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>

namespace
{

std::size_t by_genpool(char const* directory)
{
    std::size_t count = 0;
    for (auto&& path : genpool::files(directory, {.recursive = true, .hidden = true}))
        count += !path.empty();
    return count;
}

std::size_t by_std(char const* directory)
{
    std::size_t count = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(directory))
        count += entry.is_regular_file() && !entry.path().empty();
    return count;
}

std::size_t by_boost(char const* directory)
{
    std::size_t count = 0;
    for (auto const& entry : boost::filesystem::recursive_directory_iterator(directory))
        count += entry.status().type() == boost::filesystem::regular_file && !entry.path().empty();
    return count;
}

/// `files` empty files in so many directories below `root`, unless it is there.
void make(std::filesystem::path const& root, std::size_t directories, std::size_t files)
{
    if (exists(root))
        return;
    auto const unfinished = root.native() + ".unfinished";
    remove_all(std::filesystem::path(unfinished));
    for (std::size_t d = 0; d != directories; ++d) {
        auto const directory = std::filesystem::path(unfinished) / ("directory " + std::to_string(d));
        create_directories(directory);
        for (std::size_t f = 0; f != files / directories; ++f) {
            auto const name = (directory / ("image-" + std::to_string(f) + ".jpg")).native();
            int const file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
            if (file == -1)
                throw std::runtime_error("cannot make " + name);
            ::close(file);
        }
    }
    std::filesystem::rename(unfinished, root);
}

void first_path(char const* directory, int rounds)
{
    bench::contestant genpool{"genpool", [&] {
                                  return bench::time_per_item(1, [&] {
                                      auto paths = genpool::files(directory, {.hidden = true});
                                      if (paths.begin() == paths.end())
                                          throw std::runtime_error("no file");
                                  });
                              }};
    bench::contestant bare{"opendir and readdir", [&] {
                               return bench::time_per_item(1, [&] {
                                   auto* const open = ::opendir(directory);
                                   dirent const* entry = nullptr;
                                   do
                                       entry = open ? ::readdir(open) : nullptr;
                                   while (entry && entry->d_name[0] == '.');
                                   if (!entry)
                                       throw std::runtime_error("no file");
                                   ::closedir(open);
                               });
                           }};
    bench::run_interleaved({&genpool, &bare}, rounds);
    bench::report("walk", "first path", genpool, bare, 2.0, {"us", 1000});
}

} // namespace

int main(int argc, char** argv)
try {
    std::map<std::string_view, std::function<std::size_t(char const*)>> const ways{
        {"genpool", by_genpool}, {"std", by_std}, {"boost", by_boost}};
    std::string_view const what = argc > 1 ? argv[1] : "";
    if (what == "make" && argc == 5)
        make(argv[2], std::strtoull(argv[3], nullptr, 10), std::strtoull(argv[4], nullptr, 10));
    else if (what == "first" && argc == 4)
        first_path(argv[2], std::max(std::atoi(argv[3]), 1));
    else if (ways.contains(what) && argc == 3)
        std::printf("%zu\n", ways.at(what)(argv[2]));
    else
        return std::fputs("usage: bench_walk make DIRECTORY DIRECTORIES FILES\n"
                          "       bench_walk first DIRECTORY ROUNDS\n"
                          "       bench_walk genpool|std|boost DIRECTORY\n",
                          stderr),
               2;
} catch (std::exception const& e) {
    std::fprintf(stderr, "bench_walk: %s\n", e.what());
    return 1;
}
