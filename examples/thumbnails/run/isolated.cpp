// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "isolated.hpp"

#include <boost/filesystem/operations.hpp>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <unistd.h>

namespace fs = boost::filesystem;
namespace remote = genpool::remote;

namespace thumbnails
{

remote::process_options worker_options(std::size_t count, std::optional<std::chrono::nanoseconds> call_time,
                                       char const* program)
{
    constexpr std::size_t most_memory = std::size_t(4)
                                        << 30; // the limit of a picture, and what a worker is itself
    fs::path const worker = fs::read_symlink("/proc/self/exe").parent_path() / program;
    if (::access(worker.c_str(), X_OK) != 0)
        throw std::runtime_error(worker.string() + ", which works for it: " + std::strerror(errno));
    remote::process_options options{
        .command = {worker.string()}, .count = count, .memory = most_memory, .attempts = 2};
    if (call_time)
        options.call_time = *call_time;
    return options;
}

std::string reason_of(remote::worker_lost const& lost)
{
    if (lost.end().out_of_memory)
        return "needs more memory than a worker may have";
    if (lost.signal() != 0)
        return std::string("a worker died of it: ") + ::strsignal(lost.signal());
    return "a worker died of it";
}

} // namespace thumbnails
