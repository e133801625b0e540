// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace genpool::detail
{

/// Cells that are numbered without end, of which at most `size()` are in use at a time. Runs of cells are
/// copied as whole pieces.
template <class T>
class ring
{
public:
    ring() noexcept = default;
    explicit ring(std::size_t least) : cells_(std::bit_ceil(least)) {}

    std::size_t size() const noexcept { return cells_.size(); }
    T& operator[](std::uint64_t index) noexcept { return cells_[place(index)]; }
    T const& operator[](std::uint64_t index) const noexcept { return cells_[place(index)]; }

    void write(std::uint64_t first, std::span<T const> values) noexcept
    {
        auto const head = head_of(first, values.size());
        std::copy_n(values.data(), head, cells_.data() + place(first));
        std::copy_n(values.data() + head, values.size() - head, cells_.data());
    }

    void read(std::uint64_t first, std::span<T> out) const noexcept
    {
        auto const head = head_of(first, out.size());
        std::copy_n(cells_.data() + place(first), head, out.data());
        std::copy_n(cells_.data(), out.size() - head, out.data() + head);
    }

    void fill(std::uint64_t first, std::size_t count, T value) noexcept
    {
        auto const head = head_of(first, count);
        std::fill_n(cells_.data() + place(first), head, value);
        std::fill_n(cells_.data(), count - head, value);
    }

    /// Copies cells of the same numbers from a ring that is not larger.
    void adopt(ring const& other, std::uint64_t first, std::uint64_t last) noexcept
    {
        for (; first != last; ++first)
            (*this)[first] = other[first];
    }

private:
    std::size_t place(std::uint64_t index) const noexcept { return index & (cells_.size() - 1); }

    /// How many of `count` cells from `first` on come before the end of the memory.
    std::size_t head_of(std::uint64_t first, std::size_t count) const noexcept
    {
        return std::min(count, cells_.size() - place(first));
    }

    std::vector<T> cells_;
};

} // namespace genpool::detail
