// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/flow/window.hpp>

#include <bit>
#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <variant>

namespace genpool::detail
{

/// A place for one object that is made and destroyed by hand.
template <class T>
class slot
{
public:
    slot() noexcept = default;
    slot(slot const&) = delete;
    slot& operator=(slot const&) = delete;
    ~slot() { clear(); }

    T& operator*() noexcept { return *std::launder(reinterpret_cast<T*>(bytes_)); }
    T* operator->() noexcept { return std::addressof(**this); }

    /// Makes the object from what `make()` returns, without a move.
    template <class Make>
    void fill(Make&& make)
    {
        ::new (static_cast<void*>(bytes_)) T(std::forward<Make>(make)());
        if constexpr (!trivial)
            full_ = true;
    }

    void clear() noexcept
    {
        if constexpr (!trivial)
            if (std::exchange(full_, false))
                (**this).~T();
    }

private:
    // Then nobody has to know, and whoever moves the object out writes nothing that another thread's cache holds.
    static constexpr bool trivial = std::is_trivially_destructible_v<T>;

    alignas(T) std::byte bytes_[sizeof(T)];
    [[no_unique_address]] std::conditional_t<trivial, std::monostate, bool> full_{};
};

/// Slots that never move: blocks of doubling size, so that one thread may add some while others use theirs.
template <class T>
class slot_table
{
public:
    slot_table() noexcept = default;
    slot_table(slot_table const&) = delete;
    slot_table& operator=(slot_table const&) = delete;
    ~slot_table() { clear(); }

    slot<T>& operator[](slot_id id) noexcept
    {
        auto const position = std::uint64_t(id) + first_block;
        auto const block = static_cast<std::size_t>(std::bit_width(position)) - first_width;
        return blocks_[block][position - (first_block << block)];
    }

    /// Makes sure that the slots below `count` exist; called by one thread at a time.
    void grow(std::size_t count)
    {
        while (size_ < count) {
            auto const size = std::size_t(first_block) << used_;
            blocks_[used_] = new slot<T>[size];
            size_ += size;
            ++used_;
        }
    }

    void clear() noexcept
    {
        size_ = 0;
        while (used_ != 0)
            delete[] blocks_[--used_];
    }

private:
    template <class>
    friend class near_slots;

    static constexpr std::uint64_t first_block = 8;
    static constexpr std::size_t first_width = 4; // bit_width(first_block)

    slot<T>* blocks_[std::numeric_limits<slot_id>::digits] = {};
    std::size_t used_ = 0;
    std::size_t size_ = 0;
};

/// For one thread that goes through the slots of a table: those of neighbours are found faster.
template <class T>
class near_slots
{
public:
    explicit near_slots(slot_table<T>& table) noexcept : table_(&table) {}

    slot<T>& operator[](slot_id id) noexcept
    {
        if (id - first_ >= size_) [[unlikely]]
            find(id);
        return block_[id - first_];
    }

private:
    void find(slot_id id) noexcept
    {
        auto const position = std::uint64_t(id) + table_->first_block;
        auto const block = static_cast<std::size_t>(std::bit_width(position)) - table_->first_width;
        size_ = static_cast<slot_id>(table_->first_block << block);
        first_ = static_cast<slot_id>(size_ - table_->first_block);
        block_ = table_->blocks_[block];
    }

    slot_table<T>* table_;
    slot<T>* block_ = nullptr;
    slot_id first_ = 0;
    slot_id size_ = 0;
};

} // namespace genpool::detail
