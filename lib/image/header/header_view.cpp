// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "header_view.hpp"

#include "../../uninterrupted.hpp"
#include "../file_io/descriptor.hpp"

#include <algorithm>

namespace genpool::image
{
namespace
{

constexpr std::uint64_t least_piece = 4096; // what the system reads anyway

/// No header asks for more at once; one that does would have it allocated.
constexpr std::uint64_t largest_piece = 16 << 20;

} // namespace

header_view::header_view(int descriptor, std::uint64_t size)
    : descriptor_(descriptor), size_(size), last_(std::make_shared<piece>())
{}

header_view::header_view(std::span<unsigned char const> memory) : size_(memory.size()), memory_(memory) {}

byte_view header_view::part(std::uint64_t at, std::uint64_t count) const
{
    if (!holds(at, count) || count > largest_piece)
        throw std::runtime_error("the header is cut short or damaged");
    if (!last_)
        return byte_view(memory_, order_).part(at, count);
    if (at < last_->at || at + count > last_->at + last_->bytes.size())
        read(at, count);
    return byte_view(last_->bytes, order_).part(at - last_->at, count);
}

void header_view::read(std::uint64_t at, std::uint64_t count) const
{
    std::vector<unsigned char>& bytes = last_->bytes;
    last_->at = at;
    bytes.resize(static_cast<std::size_t>(std::min(std::max(count, least_piece), size_ - at)));
    for (std::size_t done = 0; done != bytes.size();) {
        ssize_t const got = detail::uninterrupted([&] {
            return ::pread(descriptor_, bytes.data() + done, bytes.size() - done,
                           static_cast<off_t>(at + done));
        });
        if (got <= 0) {
            bytes.clear(); // what is in it is not of the file
            if (got < 0)
                throw_errno("cannot be read");
            throw std::runtime_error("became shorter while it was read");
        }
        done += static_cast<std::size_t>(got);
    }
}

} // namespace genpool::image
