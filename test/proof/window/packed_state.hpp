// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace genpool::proof
{

/// All that tells one state from another, exactly. That of no state is all zeros.
using packed_state = std::array<std::uint64_t, 2>;

class packer
{
public:
    void put(std::size_t value, unsigned bits) noexcept
    {
        if (used_ + bits > 64) {
            ++word_;
            used_ = 0;
        }
        state_[word_] = state_[word_] << bits | value;
        used_ += bits;
    }

    packed_state const& result() const noexcept { return state_; }

private:
    packed_state state_{};
    std::size_t word_ = 0;
    unsigned used_ = 0;
};

/// Millions of states, 16 bytes each and no more than half as much unused.
class state_set
{
public:
    std::size_t size() const noexcept { return size_; }

    /// Whether it was not there before.
    bool insert(packed_state const& state)
    {
        if (3 * size_ >= 2 * cells_.size())
            grow();
        auto& cell = cell_of(state);
        if (cell == state)
            return false;
        cell = state;
        ++size_;
        return true;
    }

private:
    packed_state& cell_of(packed_state const& state) noexcept
    {
        auto hash = (state[0] ^ std::rotl(state[1], 31)) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
        auto place = hash & (cells_.size() - 1);
        while (cells_[place] != packed_state{} && cells_[place] != state)
            place = (place + 1) & (cells_.size() - 1);
        return cells_[place];
    }

    void grow()
    {
        auto const before = std::exchange(cells_, std::vector<packed_state>(2 * cells_.size()));
        for (auto const& state : before)
            if (state != packed_state{})
                cell_of(state) = state;
    }

    std::vector<packed_state> cells_ = std::vector<packed_state>(1024);
    std::size_t size_ = 0;
};

} // namespace genpool::proof
