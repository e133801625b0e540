// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "blocks.hpp"
#include "palette.hpp"
#include "samples.hpp"

#include <algorithm>
#include <vector>

namespace genpool::image
{

/// Takes the rows of a block's pixels apart, and puts the channels that are wanted together.
template <class T>
class tiff_rows
{
public:
    tiff_rows(tiff_file const& file, tiff_layout const& layout, std::size_t row_bytes)
        : layout_(layout), palette_(file, layout), row_bytes_(row_bytes), channels_(layout.channels())
    {}

    /// Whether the block's rows are what they are to be already.
    bool are_ready() const
    {
        return takes_all() && layout_.numbers == tiff_numbers::natural && !std::is_floating_point_v<T> &&
               layout_.bits == 8 * sizeof(T) && layout_.colours != tiff_colours::cie_lab;
    }

    /// Whether anything of this plane is wanted.
    bool takes(unsigned plane) const { return plane < layout_.colour_samples || plane == layout_.alpha; }

    /// `pixels` of row `y` of `block`, into the channels of `to` that are in this plane.
    void take(unsigned char const* block, std::uint32_t y, std::size_t pixels, unsigned plane, T* to)
    {
        if (layout_.is_subsampled()) {
            take_subsampled(block, y, pixels, to);
            return;
        }
        unsigned char const* const row = block + y * row_bytes_;
        if (takes_all())
            read_samples(layout_, row, pixels * layout_.samples, to);
        else if (layout_.colours == tiff_colours::palette)
            take_indices(row, pixels, plane, to);
        else
            choose(row, pixels, plane, to);
        if (layout_.colours == tiff_colours::cie_lab)
            offset_signed(pixels, plane, to);
    }

private:
    bool takes_all() const
    {
        return !layout_.planes && !layout_.is_subsampled() && channels_ == layout_.samples &&
               layout_.colours != tiff_colours::palette;
    }

    unsigned step() const { return layout_.planes ? 1 : layout_.samples; }

    /// Calls function(sample, channel) for what is wanted of a plane.
    template <class F>
    void for_channels(unsigned plane, F function) const
    {
        unsigned const last = channels_ - 1;
        if (layout_.planes) {
            function(0u, plane == layout_.alpha && plane != 0 ? last : plane);
            return;
        }
        for (unsigned n = 0; n != layout_.colour_samples; ++n)
            function(n, n);
        if (layout_.alpha)
            function(layout_.alpha, last);
    }

    void choose(unsigned char const* row, std::size_t pixels, unsigned plane, T* to)
    {
        scratch_.resize(pixels * step());
        read_samples(layout_, row, scratch_.size(), scratch_.data());
        for_channels(plane, [&](unsigned sample, unsigned channel) {
            T const* from = scratch_.data() + sample;
            T* into = to + channel;
            for (std::size_t n = 0; n != pixels; ++n, from += step(), into += channels_)
                *into = *from;
        });
    }

    void take_indices(unsigned char const* row, std::size_t pixels, unsigned plane, T* to)
    {
        if constexpr (std::is_same_v<T, unsigned short>) {
            tiff_number_reader numbers(row, layout_.bits);
            std::uint64_t const most = (std::uint64_t(1) << layout_.bits) - 1;
            for (T* const end = to + pixels * channels_; to != end; to += channels_) {
                for (unsigned n = 0; n != step(); ++n) {
                    std::uint64_t const number = numbers.next();
                    unsigned const sample = plane + n;
                    if (sample == 0)
                        std::ranges::copy(palette_[number], to);
                    else if (sample == layout_.alpha)
                        to[3] = scaled<T>(number, most);
                }
            }
        }
    }

    /// As YCbCr is stored where pixels share their chroma: the luma of them all, row by row, Cb, Cr.
    void take_subsampled(unsigned char const* block, std::uint32_t y, std::size_t pixels, T* to)
    {
        std::size_t const across = layout_.chroma_across;
        std::size_t const luma = across * layout_.chroma_down;
        std::size_t const samples = row_bytes_ * 8 / layout_.bits;
        if (std::uint32_t const first = y % layout_.chroma_down; first == 0 || scratch_.size() != samples) {
            scratch_.resize(samples);
            read_samples(layout_, block + y / layout_.chroma_down * row_bytes_, samples, scratch_.data());
        }
        T const* from = scratch_.data();
        std::size_t const row = y % layout_.chroma_down * across;
        for (std::size_t x = 0; x < pixels; x += across, from += luma + 2) {
            for (std::size_t n = 0; n != std::min(across, pixels - x); ++n) {
                *to++ = from[row + n];
                *to++ = from[luma];
                *to++ = from[luma + 1];
            }
        }
    }

    /// Makes a and b, which have a sign, what they are with an offset, so that they can be averaged.
    void offset_signed(std::size_t pixels, unsigned plane, T* to) const
    {
        if constexpr (!std::is_floating_point_v<T>) {
            constexpr auto sign = static_cast<T>(std::numeric_limits<T>::max() / 2 + 1);
            for (unsigned channel : {1u, 2u}) {
                if (layout_.planes && plane != channel)
                    continue;
                for (std::size_t n = 0; n != pixels; ++n)
                    to[n * channels_ + channel] = static_cast<T>(to[n * channels_ + channel] ^ sign);
            }
        }
    }

    tiff_layout const& layout_;
    tiff_palette palette_;
    std::size_t row_bytes_;
    unsigned channels_;
    std::vector<T> scratch_; ///< of a row, or of the rows that share their chroma
};

} // namespace genpool::image
