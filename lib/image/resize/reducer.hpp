// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../picture/picture.hpp"
#include "../picture/reduction.hpp"
#include "box.hpp"
#include "light.hpp"

#include <algorithm>
#include <optional>
#include <vector>

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
    bool coded = false;  ///< not grey or red, green and blue yet
};

/// By which factor blocks of pixels are averaged: to no less than twice the size. The rest is left to a good
/// filter.
inline int whole_factor(int side, int target) { return std::max(1, side / target / 2); }

/// Makes pictures of rows while they come in: by whole factors, and of what that gives by a good filter.
template <class T>
class picture_reducer
{
public:
    picture_reducer(sample_layout const& source, reduction const& wanted)
        : source_(source), targets_(wanted.targets(source.width, source.height)), filter_(wanted.filter),
          in_light_(wanted.linear), across_(whole_factor(source.width, largest(targets_).width)),
          down_(whole_factor(source.height, largest(targets_).height)), boxes_(layout())
    {
        if (averages_light())
            light_.emplace(layout());
    }

    /// The next rows, whole, top first.
    void add(std::span<T const> rows)
    {
        if (light_)
            light_->add(rows);
        else
            boxes_.add(rows);
    }

    /// The pictures, once every row has come.
    pictures take()
    {
        return take([](picture&) {});
    }

    /// The same, when the samples are no colours yet: `make_colours(picture&)` makes them so, multiplied by alpha if
    /// there is one, while the picture is small and before the filter, which knows no more than four channels.
    template <class F>
    pictures take(F make_colours)
    {
        picture image{static_cast<int>(boxes_.width()), static_cast<int>(boxes_.height()), source_.channels,
                      source_.has_alpha, light_ ? light_->take() : boxes_.take()};
        drop_idle_alpha(image);
        make_colours(image);
        if (in_light_ && !light_ && !source_.linear)
            decode_from_srgb(image);
        else if (!in_light_ && source_.linear)
            encode_as_srgb(image);
        pictures all;
        for (extent const& target : targets_) {
            all.push_back(resized(image, target, double(source_.width) / across_,
                                  double(source_.height) / down_, filter_));
            if (in_light_)
                encode_as_srgb(all.back());
        }
        return all;
    }

private:
    box_layout layout() const
    {
        return {
            .width = static_cast<std::size_t>(source_.width),
            .height = static_cast<std::size_t>(source_.height),
            .channels = static_cast<std::size_t>(source_.channels),
            .across = static_cast<std::size_t>(across_),
            .down = static_cast<std::size_t>(down_),
            .straight_alpha = source_.straight_alpha,
        };
    }

    /// Where it can be told of single samples.
    bool averages_light() const
    {
        return in_light_ && !source_.linear && !source_.coded && source_.has_alpha == source_.straight_alpha;
    }

    sample_layout source_;
    std::vector<extent> targets_;
    resampling filter_;
    bool in_light_;
    int across_;
    int down_;
    box_reducer<T> boxes_;
    std::optional<light_reducer<T>> light_; // instead of these
};

} // namespace genpool::image
