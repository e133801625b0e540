// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../picture/picture.hpp"
#include "box.hpp"

#include <limits>
#include <span>
#include <type_traits>
#include <vector>

namespace genpool::image
{

/// As `box_reducer`, of the light that samples of sRGB tell of. Alpha, which is no colour, stays as it is.
template <class T>
class light_reducer
{
public:
    explicit light_reducer(box_layout const& layout)
        : channels_(layout.channels), colours_(layout.channels - (layout.straight_alpha ? 1 : 0)),
          row_(layout.width * layout.channels), boxes_(layout)
    {
        if constexpr (!std::is_floating_point_v<T>) {
            for (std::size_t n = 0; n <= std::size_t(one); ++n)
                table_.push_back(srgb_decoded(static_cast<float>(n) / static_cast<float>(one)));
        }
    }

    void add(std::span<T const> rows)
    {
        for (; !rows.empty(); rows = rows.subspan(row_.size())) {
            for (std::size_t n = 0; n != row_.size(); ++n)
                row_[n] = n % channels_ < colours_ ? light(rows[n])
                                                   : static_cast<float>(rows[n]) / static_cast<float>(one);
            boxes_.add(row_);
        }
    }

    std::vector<float> take() { return boxes_.take(); }

private:
    static constexpr T one = std::is_floating_point_v<T> ? T(1) : std::numeric_limits<T>::max();

    float light(T sample) const
    {
        if constexpr (std::is_floating_point_v<T>)
            return srgb_decoded(sample);
        else
            return table_[sample];
    }

    std::size_t channels_;
    std::size_t colours_;
    std::vector<float> table_; // of all samples
    std::vector<float> row_;
    box_reducer<float> boxes_;
};

} // namespace genpool::image
