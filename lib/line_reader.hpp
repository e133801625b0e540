// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstdint>
#include <ios>
#include <iosfwd>
#include <string>
#include <system_error>

namespace genpool
{

/// Reads one line after another; what breaks the stream is thrown, with its reason and in the name of who reads.
class line_reader
{
public:
    line_reader(std::istream& stream, char separator, char const* name);

    /// False at the end.
    bool read(std::string& line);

private:
    std::ios_base::failure failure(std::error_code reason) const;

    std::istream& stream_;
    char separator_;
    char const* name_;
    std::uint64_t lines_read_ = 0;
};

} // namespace genpool
