// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "line_reader.hpp"

#include <exception>
#include <istream>
#include <streambuf>
#include <string>

namespace genpool
{
namespace
{

/// Sets a stream to throw again what it was set to throw before.
class exceptions_kept
{
public:
    explicit exceptions_kept(std::istream& stream) : stream_(stream), usual_(stream.exceptions()) {}
    exceptions_kept(exceptions_kept const&) = delete;
    exceptions_kept& operator=(exceptions_kept const&) = delete;
    ~exceptions_kept()
    {
        try {
            stream_.exceptions(usual_);
        } catch (std::ios_base::failure const&) { // of the state that it is in, which is looked at anyway
        }
    }

private:
    std::istream& stream_;
    std::ios_base::iostate usual_;
};

/// The code of the exception that is being handled, if it has one.
std::error_code reason_of_this()
{
    try {
        throw;
    } catch (std::system_error const& error) {
        return error.code();
    } catch (...) {
        return std::io_errc::stream;
    }
}

} // namespace

line_reader::line_reader(std::istream& stream, char separator, char const* name)
    : stream_(stream), separator_(separator), name_(name)
{}

bool line_reader::would_block() noexcept
{
    try {
        if (find_separator() == std::string::npos && stream_.good())
            read_what_is_there();
        return find_separator() == std::string::npos && stream_.good() && stream_.rdbuf()->in_avail() >= 0;
    } catch (...) {
        return false; // `read` meets the same, and says so
    }
}

/// Never more than what is there: a buffer whose source is a pipe or a terminal would wait for it. One at a time, since
/// a buffer that is asked for many, and fails to read the last of them, throws and loses those before.
void line_reader::read_what_is_there()
{
    using traits = std::istream::traits_type;
    ahead_.erase(0, position_);
    searched_to_ -= position_;
    position_ = 0;
    auto& buffer = *stream_.rdbuf();
    for (auto there = buffer.in_avail(); there > 0; there = buffer.in_avail()) {
        for (; there > 0; --there) {
            auto const next = buffer.sbumpc();
            if (traits::eq_int_type(next, traits::eof()))
                return;
            ahead_ += traits::to_char_type(next);
            if (ahead_.back() == separator_)
                return;
        }
    }
}

std::size_t line_reader::find_separator()
{
    auto const found = ahead_.find(separator_, searched_to_);
    searched_to_ = found == std::string::npos ? ahead_.size() : found;
    return found;
}

bool line_reader::read(std::string& line)
{
    auto const separator = find_separator();
    if (separator != std::string::npos) {
        line.assign(ahead_, position_, separator - position_);
        position_ = searched_to_ = separator + 1;
        ++lines_read_;
        return true;
    }
    line.assign(ahead_, position_);
    bool const begun = !line.empty();
    ahead_.clear();
    position_ = searched_to_ = 0;
    std::string rest;
    read_rest(begun ? rest : line);
    if (stream_.fail() && !stream_.eof())
        throw failure(std::io_errc::stream);
    line += rest;
    if (stream_.fail() && !begun)
        return false;
    ++lines_read_;
    return true;
}

void line_reader::read_rest(std::string& line)
{
    bool const throws_itself = (stream_.exceptions() & std::ios_base::badbit) != 0;
    try {
        // So that it throws what breaks it, which it would keep to itself; but not at its end.
        exceptions_kept const later(stream_);
        stream_.exceptions(std::ios_base::badbit);
        std::getline(stream_, line, separator_);
    } catch (...) {
        if (throws_itself)
            throw;
        std::throw_with_nested(failure(reason_of_this()));
    }
}

std::ios_base::failure line_reader::failure(std::error_code reason) const
{
    return std::ios_base::failure(std::string("genpool::") + name_ + ": reading failed after " +
                                      std::to_string(lines_read_) + " lines",
                                  reason);
}

} // namespace genpool
