// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/lines.hpp>

#include <cstdint>
#include <exception>
#include <ios>
#include <istream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

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

class line_producer final : public detail::path_producer
{
public:
    line_producer(std::istream& stream, char separator) : stream_(stream), separator_(separator) {}

private:
    bool produce(boost::filesystem::path& current) override
    {
        std::string line;
        do {
            if (!read(line))
                return false;
            ++lines_read_;
        } while (line.empty());
        current = std::move(line);
        return true;
    }

    bool read(std::string& line)
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
        return !stream_.fail();
    }

    std::ios_base::failure failure(std::error_code reason) const
    {
        return std::ios_base::failure(
            "genpool::lines: reading failed after " + std::to_string(lines_read_) + " lines", reason);
    }

    std::istream& stream_;
    char separator_;
    std::uint64_t lines_read_ = 0;
};

} // namespace

path_range lines(std::istream& stream, char separator)
{
    return path_range(std::make_unique<line_producer>(stream, separator));
}

} // namespace genpool
