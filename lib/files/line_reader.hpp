// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
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

    /// Whether `read` would have to wait for the rest of a line, as far as the stream's buffer can tell.
    bool would_block() noexcept;

private:
    void read_what_is_there();
    std::size_t find_separator();
    void read_rest(std::string& line);
    std::ios_base::failure failure(std::error_code reason) const;

    std::istream& stream_;
    char separator_;
    char const* name_;
    std::uint64_t lines_read_ = 0;
    std::string ahead_;           // has been taken out of the stream's buffer
    std::size_t position_ = 0;    // of the next line in it
    std::size_t searched_to_ = 0; // there is no separator before that
};

} // namespace genpool
