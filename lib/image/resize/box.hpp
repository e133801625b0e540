// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

namespace genpool::image
{

/// How a picture is made smaller by averaging blocks of pixels.
struct box_layout
{
    std::size_t width;
    std::size_t height;
    std::size_t channels; ///< with alpha, which is the last
    std::size_t across;   ///< pixels of a block
    std::size_t down;
    bool straight_alpha; ///< colours are yet to be multiplied by alpha, or what is invisible would shine
                         ///< through
};

/// Averages blocks of pixels while the rows come in, so that the picture is never held whole. Integers of
/// type T become 0 to 1; blocks at the right and lower edges may be smaller.
template <class T>
class box_reducer
{
public:
    explicit box_reducer(box_layout const& layout) : layout_(layout), sums_(layout.width * layout.channels)
    {
        reduced_.reserve(width() * height() * layout.channels);
    }

    std::size_t width() const noexcept { return (layout_.width + layout_.across - 1) / layout_.across; }
    std::size_t height() const noexcept { return (layout_.height + layout_.down - 1) / layout_.down; }

    /// The next rows, whole, top first.
    void add(std::span<T const> rows)
    {
        for (; !rows.empty(); rows = rows.subspan(sums_.size())) {
            if (layout_.straight_alpha)
                add_row_times_alpha(rows.data());
            else
                add_row(rows.data());
            ++rows_;
            ++rows_in_block_;
            if (rows_in_block_ == layout_.down || rows_ == layout_.height)
                finish_block();
        }
    }

    /// The averages, once every row has come.
    std::vector<float> take() { return std::move(reduced_); }

private:
    // Wide enough for as many rows as a picture may have.
    using sum = std::conditional_t<std::is_floating_point_v<T>, double,
                                   std::conditional_t<sizeof(T) == 1, std::uint32_t, std::uint64_t>>;
    using total = std::conditional_t<std::is_floating_point_v<T>, double, std::uint64_t>;

    static constexpr T one = std::is_floating_point_v<T> ? T(1) : std::numeric_limits<T>::max();

    /// A sample that is no number is taken as 0, and an infinite one as very large: else either would spread over the
    /// whole block, and from there over as much as the filter after it reaches.
    static T summand(T sample)
    {
        if constexpr (std::is_floating_point_v<T>) {
            constexpr T most = T(1e18); // times as large an alpha and added up it is still finite
            return sample == sample ? std::clamp(sample, -most, most) : T(0);
        } else {
            return sample;
        }
    }

    void add_row(T const* row)
    {
        for (std::size_t n = 0; n != sums_.size(); ++n)
            sums_[n] += summand(row[n]);
    }

    void add_row_times_alpha(T const* row)
    {
        std::size_t const alpha = layout_.channels - 1;
        for (std::size_t n = 0; n != sums_.size(); n += layout_.channels) {
            for (std::size_t c = 0; c != alpha; ++c)
                sums_[n + c] += sum(summand(row[n + c])) * summand(row[n + alpha]);
            sums_[n + alpha] += sum(summand(row[n + alpha])) * one;
        }
    }

    void finish_block()
    {
        double const scale = layout_.straight_alpha ? double(one) * double(one) : double(one);
        for (std::size_t x = 0; x < layout_.width; x += layout_.across) {
            std::size_t const columns = std::min(layout_.across, layout_.width - x);
            double const divisor = double(columns * rows_in_block_) * scale;
            for (std::size_t c = 0; c != layout_.channels; ++c) {
                total all = 0;
                for (std::size_t n = 0; n != columns; ++n)
                    all += sums_[(x + n) * layout_.channels + c];
                reduced_.push_back(static_cast<float>(static_cast<double>(all) / divisor));
            }
        }
        std::ranges::fill(sums_, sum(0));
        rows_in_block_ = 0;
    }

    box_layout layout_;
    std::vector<sum> sums_; // of the rows of a block, for each column
    std::size_t rows_ = 0;
    std::size_t rows_in_block_ = 0;
    std::vector<float> reduced_;
};

} // namespace genpool::image
