// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/lines.hpp>

#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <utility>

namespace genpool
{
namespace
{

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
        try {
            std::getline(stream_, line, separator_);
        } catch (std::ios_base::failure const&) {
            // A stream may be set to throw at its end too, even when that end completes a last line.
            if (stream_.bad())
                throw;
        }
        if (stream_.bad() || (stream_.fail() && !stream_.eof()))
            throw std::ios_base::failure("genpool::lines: reading failed after " +
                                         std::to_string(lines_read_) + " lines");
        return !stream_.fail();
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
