// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/paths_from.hpp>

#include "line_reader.hpp"

#include <boost/filesystem/path.hpp>

#include <memory>
#include <string>
#include <utility>

namespace genpool
{
namespace
{

class listed_path_producer final : public detail::path_producer
{
public:
    listed_path_producer(std::istream& stream, char separator) : reader_(stream, separator, "paths_from") {}

    bool would_block() noexcept override { return reader_.would_block(); }

private:
    bool produce(boost::filesystem::path& current) override
    {
        std::string line;
        do {
            if (!reader_.read(line))
                return false;
        } while (line.empty());
        current = std::move(line);
        return true;
    }

    line_reader reader_;
};

} // namespace

path_range paths_from(std::istream& stream, char separator)
{
    return path_range(std::make_unique<listed_path_producer>(stream, separator));
}

} // namespace genpool
