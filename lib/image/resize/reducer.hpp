// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../picture.hpp"
#include "box.hpp"

#include <algorithm>

namespace genpool::image
{

/// The samples of a picture as they come out of its file.
struct sample_layout
{
    int width;
    int height;
    int channels; ///< with alpha, which is the last
    bool has_alpha;
    bool straight_alpha; ///< colours are yet to be multiplied by alpha
    bool linear;         ///< light, yet to be encoded as sRGB
};

/// By which factor blocks of pixels are averaged: to no less than twice the size. The rest is left to a good
/// filter.
inline int whole_factor(int side, int target) { return std::max(1, side / target / 2); }

/// Makes a thumbnail's picture of rows while they come in: by whole factors, and of what that gives by a good
/// filter.
template <class T>
class picture_reducer
{
public:
    picture_reducer(sample_layout const& source, int size)
        : source_(source), target_(fitted(source.width, source.height, size)),
          across_(whole_factor(source.width, target_.width)),
          down_(whole_factor(source.height, target_.height)),
          boxes_({
              .width = static_cast<std::size_t>(source.width),
              .height = static_cast<std::size_t>(source.height),
              .channels = static_cast<std::size_t>(source.channels),
              .across = static_cast<std::size_t>(across_),
              .down = static_cast<std::size_t>(down_),
              .straight_alpha = source.straight_alpha,
          })
    {}

    /// The next rows, whole, top first.
    void add(std::span<T const> rows) { boxes_.add(rows); }

    /// The picture, once every row has come.
    picture take()
    {
        return take([](picture&) {});
    }

    /// The same, when the samples are no colours yet: `make_colours(picture&)` makes them so, multiplied by alpha if
    /// there is one, while the picture is small and before the filter, which knows no more than four channels.
    template <class F>
    picture take(F make_colours)
    {
        picture image{static_cast<int>(boxes_.width()), static_cast<int>(boxes_.height()), source_.channels,
                      source_.has_alpha, boxes_.take()};
        drop_idle_alpha(image);
        make_colours(image);
        if (source_.linear)
            encode_as_srgb(image);
        resize(image, target_, double(source_.width) / across_, double(source_.height) / down_);
        return image;
    }

private:
    sample_layout source_;
    extent target_;
    int across_;
    int down_;
    box_reducer<T> boxes_;
};

} // namespace genpool::image
