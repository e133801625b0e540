// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

// Files that nobody means well with, among good ones.

#include "image/support/images.hpp"

#include <boost/filesystem/path.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace genpool::test
{

/// What is known of a file before anybody has read it.
enum class verdict
{
    readable, ///< what is wrong with it does not matter for the picture
    refused,
    either ///< its format has no checksum that could tell: a picture, or a reason, but always the same
};

struct hostile_file
{
    std::string name;
    bytes contents;
    verdict expected = verdict::refused;
};

/// The good picture number `number`, as a file; each time the same.
hostile_file good_file(std::uint32_t number);

/// So many kinds of files there are: the formats, with and without transparency, in 8 and 16 bits.
inline constexpr std::uint32_t kinds_of_files = 12;

/// Empty, cut short, changed here and there, and called something that they are not.
std::vector<hostile_file> damaged_files(std::mt19937& random);

/// Small files that claim to be huge pictures, or cost much more than their bytes.
std::vector<hostile_file> bombs();

/// Pictures with bad ICC, EXIF and XMP.
std::vector<hostile_file> with_bad_metadata();

/// Pictures whose names are meant to be taken for something else.
std::vector<hostile_file> with_hostile_names();

/// Makes what is no regular file, or leads nowhere, each once for each extension: pipes, sockets, devices, directories,
/// links. Gives their names.
std::vector<std::string> make_special_files(boost::filesystem::path const& directory);

struct hostile_set
{
    struct entry
    {
        std::string name; ///< below the directory
        verdict expected;
    };

    std::vector<entry> good; ///< all readable
    std::vector<entry> bad;
    std::vector<std::string> special; ///< of what a walk passes over: they must be named
};

/// Writes the set into `directory`, which is there: so many good ones among all bad ones, which are the same for the
/// same seed.
hostile_set write_hostile_set(boost::filesystem::path const& directory, std::uint32_t good,
                              std::uint32_t seed);

/// What libFuzzer begins with: a directory for each target.
void write_seeds(boost::filesystem::path const& directory);

} // namespace genpool::test
