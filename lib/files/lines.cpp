// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/lines.hpp>

#include "line_reader.hpp"

#include <memory>
#include <string>

namespace genpool
{
namespace
{

class line_producer final : public detail::producer<std::string>
{
public:
    line_producer(std::istream& stream, char separator) : reader_(stream, separator, "lines") {}

    bool would_block() noexcept override { return reader_.would_block(); }

private:
    bool produce(std::string& current) override { return reader_.read(current); }

    line_reader reader_;
};

} // namespace

line_range lines(std::istream& stream, char separator)
{
    return line_range(std::make_unique<line_producer>(stream, separator));
}

} // namespace genpool
