// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/filesystem/fstream.hpp>
#include <boost/filesystem/path.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>

/// What the tutorials call for each file, on several threads at once: an ordinary function, which returns
/// what it found or throws.
struct line_count
{
    boost::filesystem::path file;
    std::size_t lines = 0;
};

inline line_count count_lines(boost::filesystem::path file)
{
    boost::filesystem::ifstream stream(file);
    if (!stream)
        throw std::runtime_error("cannot open " + file.string());
    std::size_t lines = 0;
    for (std::string line; std::getline(stream, line);)
        ++lines;
    return {std::move(file), lines};
}
