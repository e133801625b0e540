// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source/poll_result.hpp>

#include <cstddef>
#include <exception>
#include <utility>
#include <vector>

namespace genpool::detail
{

/// The items of a chunk that is being filled, and what comes after it.
template <class T>
class chunk_filling
{
public:
    explicit chunk_filling(std::size_t size) : size_(size) {}

    bool full() const noexcept { return items_.size() == size_; }
    bool empty() const noexcept { return items_.empty(); }
    void add(T&& item)
    {
        if (items_.empty())
            items_.reserve(last_size_); // as many will come again, most often
        items_.push_back(std::move(item));
    }
    bool over() const noexcept { return ended_ || error_; }
    void end() noexcept { ended_ = true; }
    void fail(std::exception_ptr error) noexcept { error_ = std::move(error); }

    /// What a poll finds: the items before the end, then that.
    poll_result give()
    {
        given_ = std::exchange(items_, {});
        last_size_ = given_.size();
        if (!given_.empty())
            return poll_result::value;
        if (error_)
            std::rethrow_exception(error_);
        return poll_result::end;
    }

    std::vector<T>&& given() noexcept { return std::move(given_); }

private:
    std::size_t const size_;
    std::size_t last_size_ = 0;
    std::vector<T> items_;
    std::vector<T> given_;
    std::exception_ptr error_;
    bool ended_ = false;
};

} // namespace genpool::detail
