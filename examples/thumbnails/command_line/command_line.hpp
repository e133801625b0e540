// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>

#include "../job/request.hpp"
#include "../output/output_template.hpp"

#include <boost/filesystem/path.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace thumbnails
{

/// What is done about a thumbnail that is there already.
enum class existing : unsigned char
{
    newer, ///< it stays if it is newer than its image
    skip,
    overwrite,
    error
};

/// Which images are looked for, where.
struct input_options
{
    std::vector<boost::filesystem::path> named; ///< files and directories
    std::string list;      ///< a file that names further ones, or `-`; empty: there is none
    char separator = '\n'; ///< in that
    bool recursive = false;
    std::vector<std::string> extensions;
    std::vector<std::string> excluded; ///< patterns
    std::size_t shard = 1;             ///< of so many parts, the first is 1
    std::size_t shards = 1;
};

/// What is told of the run, and where.
struct telling_options
{
    bool quiet = false;
    bool json = false;
    boost::filesystem::path failed_list;
    boost::filesystem::path report;
};

/// Where the work is done.
struct working_options
{
    std::size_t jobs = 1;
    genpool::limit window = genpool::automatic;
    genpool::limit memory = genpool::limit::unlimited; ///< bytes of decoded pictures at once
    std::optional<std::chrono::nanoseconds> timeout;
    bool isolate = false;
    std::string cluster;        ///< a server's address; empty: this machine
    std::size_t max_errors = 0; ///< 0: as many as there are
};

/// What the program was asked to do.
struct command_line
{
    input_options input;
    output_template output{"."};
    existing if_there = existing::newer;
    settings how; ///< thumbnails are made
    telling_options telling;
    working_options working;
    bool dry_run = false;
    bool strict = false;
    std::string program; ///< as which this one was started
};

/// The command line is not one that the program understands.
class usage_error : public std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// Nothing when only help was asked for, which has been printed. Makes the output directory.
std::optional<command_line> parse(int argc, char const* const argv[]);

} // namespace thumbnails
