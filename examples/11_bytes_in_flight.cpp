// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Bytes in flight: reads the files of a directory (by default the current one) into memory and counts their lines,
// but never keeps more than so many bytes at once, however large the files are and however many threads there are.
//
// Choose a budget when items weigh differently: the window counts items, the budget what they weigh. One that is
// heavier than the whole budget is not refused: it waits until it is alone. Several maps may share one.
//
// Files of one, two and three lines print:
//     2 bytes of one
//     4 bytes of two
//     6 bytes of three

#include <genpool/blocking.hpp>
#include <genpool/budget.hpp>
#include <genpool/files.hpp>
#include <genpool/map.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/filesystem/fstream.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>

#include <cstddef>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace fs = boost::filesystem;

std::size_t size_of(fs::path const& file) { return static_cast<std::size_t>(fs::file_size(file)); }

/// The name of a file, and how many bytes were read. What was reserved for them is given back when this returns.
std::pair<std::string, std::size_t> read_file(fs::path file)
{
    fs::ifstream in(file, std::ios::binary);
    std::string const bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    return {file.filename().string(), bytes.size()};
}

int main(int argc, char* argv[])
{
    asio::thread_pool pool;
    genpool::budget const memory(5); // megabytes, in earnest

    auto sizes = genpool::files(argc > 1 ? argv[1] : ".") | genpool::charge(memory, size_of) |
                 genpool::map(pool, read_file);
    for (auto const& [name, size] : genpool::blocking(std::move(sizes)))
        std::cout << size << " bytes of " << name << '\n';
}
