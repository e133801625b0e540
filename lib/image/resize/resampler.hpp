// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "filter.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace genpool::image
{

/// One side of a picture that gets another size.
struct resampled_side
{
    int pixels;    ///< that come
    double extent; ///< how many of them the picture covers: of the last maybe only a part
    int target;    ///< pixels that are made of them
};

/// Filters a picture to another size while its rows come in, so that it is never held whole: first down, where a row is added to the few that it belongs to, then each done row across.
class resampler
{
public:
    resampler(resampled_side const& across, resampled_side const& down, int channels,
              resampling by = resampling::lanczos3);

    /// The next row, whole, top first: samples times `scale`.
    template <class T>
    void add(std::span<T const> row, float scale)
    {
        float* const to = waiting_.data() + rows_ % rows_at_once * row_size_;
        for (std::size_t n = 0; n != row.size(); ++n)
            to[n] = static_cast<float>(row[n]) * scale;
        ++rows_;
        if (rows_ % rows_at_once == 0)
            add_waiting();
    }

    /// The smaller picture, channels interleaved, once every row has come.
    std::vector<float> take();

private:
    // What is added to is loaded and stored once for so many rows.
    static constexpr std::size_t rows_at_once = 4;

    // As many numbers as the processor's registers hold. Of a pixel with fewer channels, the others belong to
    // the next ones, and are ignored.
    static constexpr std::size_t lanes = 4;

    /// What each pixel of the smaller side is made of.
    class kernel
    {
    public:
        kernel(resampled_side const& side, filter const& by);

        std::size_t size() const noexcept { return parts_.size(); }
        std::size_t begin(std::size_t target) const { return parts_[target].begin; }
        std::size_t end(std::size_t target) const { return parts_[target].end; }

        float const* weights(std::size_t target) const { return weights_.data() + parts_[target].weights; }

        /// How many pixels of the smaller side any so many pixels, which come at once, may belong to.
        std::size_t overlap(std::size_t at_once) const noexcept;

    private:
        struct part
        {
            std::size_t begin;
            std::size_t end;
            std::size_t weights;
        };

        std::vector<part> parts_;
        std::vector<float> weights_;
    };

    void add_waiting();
    void add_waiting_to(std::size_t target);
    void finish(float const* row);

    float* sum(std::size_t target) { return sums_.data() + target % overlap_ * row_size_; }

    std::size_t channels_;
    kernel across_;
    kernel down_;
    std::size_t overlap_;
    std::size_t row_size_;       // with room for the lanes of the last pixel
    std::vector<float> waiting_; // rows that have come and are not added yet
    std::vector<float> sums_;    // of the rows that have begun and are not done
    std::size_t rows_ = 0;
    std::size_t added_ = 0;
    std::size_t done_ = 0;
    std::vector<float> reduced_;
};

} // namespace genpool::image
