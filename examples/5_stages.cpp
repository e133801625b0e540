// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Two stages, each with limits of its own: reads the files of a directory (by default the current one), at
// most two at a time, and computes their checksums on all processors.
//
// Choose this when the steps of a job need different things. A disk or a server wants few requests at a time
// and a computation as many as there are processors; what waits for the disk should not keep a processor.
//
// Files of one, two and three lines print:
//     ddeaa107 one
//     18572a97 two
//     0a670ed9 three

#include <genpool/blocking.hpp>
#include <genpool/files.hpp>
#include <genpool/map_stream.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/crc.hpp>
#include <boost/filesystem/fstream.hpp>
#include <boost/filesystem/path.hpp>

#include <cstdint>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace fs = boost::filesystem;

struct text
{
    fs::path file;
    std::string bytes;
};

text read_file(fs::path file)
{
    fs::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw std::runtime_error("cannot open " + file.string());
    std::string bytes(std::istreambuf_iterator<char>(stream), {});
    return {std::move(file), std::move(bytes)};
}

struct checksum
{
    fs::path file;
    std::uint32_t crc;
};

checksum compute_checksum(text input)
{
    boost::crc_32_type crc;
    crc.process_bytes(input.bytes.data(), input.bytes.size());
    return {std::move(input.file), crc.checksum()};
}

int main(int argc, char* argv[])
{
    asio::thread_pool disk(2);
    asio::thread_pool processors;

    // A stream is a source: the second stage pulls from the first when it has room. The windows bound the
    // memory: at most 8 texts are in the first stage, being read or waiting, and 16 in the second.
    auto texts =
        genpool::map_stream(disk, genpool::files(argc > 1 ? argv[1] : "."), read_file, {.window = 8});
    auto checksums = genpool::map_stream(processors, std::move(texts), compute_checksum,
                                         {.window = 16, .order = genpool::order::completion});

    // A plain loop, for programs without coroutines: each step waits. An error of either stage is thrown
    // here, and leaving the loop early closes both stages and waits for their running calls.
    for (checksum const& sum : genpool::blocking(std::move(checksums)))
        std::cout << std::hex << std::setfill('0') << std::setw(8) << sum.crc << ' '
                  << sum.file.filename().string() << '\n';
}
