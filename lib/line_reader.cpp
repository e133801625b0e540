// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "line_reader.hpp"

#include <exception>
#include <istream>
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

bool line_reader::read(std::string& line)
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
    if (stream_.fail() && !stream_.eof())
        throw failure(std::io_errc::stream);
    if (stream_.fail())
        return false;
    ++lines_read_;
    return true;
}

std::ios_base::failure line_reader::failure(std::error_code reason) const
{
    return std::ios_base::failure(std::string("genpool::") + name_ + ": reading failed after " +
                                      std::to_string(lines_read_) + " lines",
                                  reason);
}

} // namespace genpool
