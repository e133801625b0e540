// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "resampler.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace genpool::image
{

resampler::kernel::kernel(resampled_side const& side, filter const& by)
{
    double const step = side.extent / side.target;
    double const scale = std::max(step, 1.0); // enlarging, the filter stays as wide as it is
    std::vector<double> weights;
    for (int target = 0; target != side.target; ++target) {
        double const middle = (target + 0.5) * step - 0.5;
        // Of a narrow filter the nearest pixel at least.
        double const reach = std::max(by.support * scale, 0.5);
        auto begin = static_cast<int>(std::max(0.0, std::ceil(middle - reach)));
        begin = std::min(begin, side.pixels - 1);
        auto const end = std::max(
            begin + 1, static_cast<int>(std::min<double>(side.pixels, std::floor(middle + reach) + 1)));
        parts_.push_back({static_cast<std::size_t>(begin), static_cast<std::size_t>(end), weights_.size()});
        weights.clear();
        for (int n = begin; n != end; ++n)
            weights.push_back(by.weight((n - middle) / scale));
        double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
        if (sum == 0)
            sum = weights.front() = 1;
        for (double const weight : weights)
            weights_.push_back(static_cast<float>(weight / sum));
    }
}

std::size_t resampler::kernel::overlap(std::size_t at_once) const noexcept
{
    std::size_t most = 0;
    for (std::size_t first = 0, n = 0; n != size(); ++n) {
        while ((end(first) - 1) / at_once < begin(n) / at_once)
            ++first;
        most = std::max(most, n - first + 1);
    }
    return most;
}

resampler::resampler(resampled_side const& across, resampled_side const& down, int channels, resampling by)
    : channels_(static_cast<std::size_t>(channels)), across_(across, filter_of(by)),
      down_(down, filter_of(by)), overlap_(down_.overlap(rows_at_once)),
      row_size_(static_cast<std::size_t>(across.pixels) * channels_ + lanes - channels_),
      waiting_(rows_at_once * row_size_), sums_(row_size_ * overlap_),
      reduced_(across_.size() * down_.size() * channels_ + lanes - channels_)
{}

void resampler::add_waiting()
{
    for (std::size_t target = done_; target != down_.size() && down_.begin(target) < rows_; ++target)
        add_waiting_to(target);
    added_ = rows_;
    for (; done_ != down_.size() && down_.end(done_) <= rows_; ++done_) {
        finish(sum(done_));
        std::fill_n(sum(done_), row_size_, 0.0f);
    }
}

void resampler::add_waiting_to(std::size_t target)
{
    std::array<float, rows_at_once> weights{};
    for (std::size_t row = std::max(added_, down_.begin(target)); row < std::min(rows_, down_.end(target));
         ++row)
        weights[row - added_] = down_.weights(target)[row - down_.begin(target)];
    float const* const rows = waiting_.data();
    float* const to = sum(target);
    for (std::size_t n = 0; n != row_size_; ++n)
        to[n] += weights[0] * rows[n] + weights[1] * rows[n + row_size_] +
                 weights[2] * rows[n + 2 * row_size_] + weights[3] * rows[n + 3 * row_size_];
}

void resampler::finish(float const* row)
{
    float* to = reduced_.data() + done_ * across_.size() * channels_;
    for (std::size_t target = 0; target != across_.size(); ++target, to += channels_) {
        std::array<float, lanes> pixel{};
        float const* weight = across_.weights(target);
        float const* from = row + across_.begin(target) * channels_;
        for (std::size_t n = across_.begin(target); n != across_.end(target);
             ++n, ++weight, from += channels_) {
            for (std::size_t c = 0; c != lanes; ++c)
                pixel[c] += *weight * from[c];
        }
        std::ranges::copy(pixel, to);
    }
}

std::vector<float> resampler::take()
{
    add_waiting();
    reduced_.resize(across_.size() * down_.size() * channels_);
    return std::move(reduced_);
}

} // namespace genpool::image
