// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "byte_view.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace genpool::image
{

/// The bytes of a file that is open, or of memory, of which a part is read when it is looked at: so the header of a
/// file of a gigabyte costs a read or two. As a `byte_view`, it throws where that would be beyond the end. Copies share
/// what has been read.
class header_view
{
public:
    /// `descriptor` is open for reading, and stays so.
    header_view(int descriptor, std::uint64_t size);
    explicit header_view(std::span<unsigned char const> memory);

    std::uint64_t size() const noexcept { return size_; }
    boost::endian::order order() const noexcept { return order_; }

    header_view in(boost::endian::order order) const
    {
        header_view same(*this);
        same.order_ = order;
        return same;
    }

    bool holds(std::uint64_t at, std::uint64_t count) const noexcept
    {
        return at <= size_ && count <= size_ - at;
    }

    /// Valid until the next is looked at.
    byte_view part(std::uint64_t at, std::uint64_t count) const;

    /// At most `count` bytes: fewer at the end.
    byte_view up_to(std::uint64_t at, std::uint64_t count) const
    {
        return part(at, holds(at, count) ? count : size_ - std::min(at, size_));
    }

    std::uint8_t u8(std::uint64_t at) const { return part(at, 1).u8(0); }
    std::uint16_t u16(std::uint64_t at) const { return part(at, 2).u16(0); }
    std::uint32_t u32(std::uint64_t at) const { return part(at, 4).u32(0); }
    std::uint64_t u64(std::uint64_t at) const { return part(at, 8).u64(0); }

private:
    struct piece
    {
        std::uint64_t at = 0;
        std::vector<unsigned char> bytes;
    };

    void read(std::uint64_t at, std::uint64_t count) const;

    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    boost::endian::order order_ = boost::endian::order::big;
    std::span<unsigned char const> memory_;
    std::shared_ptr<piece> last_;
};

} // namespace genpool::image
