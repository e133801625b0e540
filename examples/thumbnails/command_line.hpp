// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>

#include <boost/filesystem/path.hpp>

#include <cstddef>
#include <optional>
#include <stdexcept>

namespace thumbnails
{

/// What the program was asked to do.
struct command_line
{
    boost::filesystem::path directory;
    boost::filesystem::path output;
    int size = 256;
    bool recursive = false;
    std::size_t jobs = 1;
    genpool::limit window = genpool::automatic;
};

/// The command line is not one that the program understands.
class usage_error : public std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// Nothing when only help was asked for, which has been printed. Makes the output directory.
std::optional<command_line> parse(int argc, char const* const argv[]);

} // namespace thumbnails
