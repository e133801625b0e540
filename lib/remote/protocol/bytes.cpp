// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/remote/bytes.hpp>

#include <limits>
#include <string>

namespace genpool::remote
{
namespace
{

constexpr unsigned deepest = 100;

} // namespace

malformed::malformed(char const* what)
    : std::runtime_error(std::string("genpool::remote: malformed bytes: ") + what)
{}

void writer::length(std::size_t n)
{
    for (; n >= 0x80; n >>= 7)
        out_.push_back(static_cast<char>(0x80 | (n & 0x7f)));
    out_.push_back(static_cast<char>(n));
}

void writer::text(std::string_view bytes)
{
    length(bytes.size());
    raw(bytes);
}

std::string_view reader::raw(std::size_t n)
{
    if (n > left_.size())
        throw malformed("they end too early");
    auto const bytes = left_.substr(0, n);
    left_.remove_prefix(n);
    return bytes;
}

std::size_t reader::length()
{
    std::uint64_t n = 0;
    for (unsigned shift = 0;; shift += 7) {
        auto const byte = number<std::uint8_t>();
        if (shift == 63 && byte > 1)
            throw malformed("a length has more than 64 bits");
        n |= std::uint64_t(byte & 0x7f) << shift;
        if (byte < 0x80)
            break;
    }
    if (n > left_.size())
        throw malformed("a length is greater than what follows it");
    return static_cast<std::size_t>(n);
}

bool reader::flag()
{
    auto const byte = number<std::uint8_t>();
    if (byte > 1)
        throw malformed("a bool is neither false nor true");
    return byte == 1;
}

void reader::end() const
{
    if (!left_.empty())
        throw malformed("something follows the value");
}

reader::nested::nested(reader& r) : reader_(r)
{
    if (r.depth_ == deepest)
        throw malformed("values are nested too deeply");
    ++r.depth_;
}

} // namespace genpool::remote
