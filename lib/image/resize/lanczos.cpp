// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "lanczos.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace genpool::image
{
namespace
{

constexpr double lobes = 3;

/// sinc(x) * sinc(x / 3), with one sine for both: sin 3a = 3 sin a - 4 (sin a)^3.
double lanczos(double x)
{
    if (std::abs(x) >= lobes)
        return 0;
    if (x == 0)
        return 1;
    double const angle = std::numbers::pi * x / lobes;
    double const sine = std::sin(angle);
    return (3 - 4 * sine * sine) * sine * sine / (lobes * angle * angle);
}

} // namespace

lanczos_reducer::kernel::kernel(lanczos_side const& side)
{
    double const step = side.extent / side.target;
    std::vector<double> weights;
    for (int target = 0; target != side.target; ++target) {
        double const middle = (target + 0.5) * step - 0.5;
        auto const begin = static_cast<int>(std::max(0.0, std::ceil(middle - lobes * step)));
        auto const end =
            static_cast<int>(std::min<double>(side.pixels, std::floor(middle + lobes * step) + 1));
        parts_.push_back({static_cast<std::size_t>(begin), static_cast<std::size_t>(end), weights_.size()});
        weights.clear();
        for (int n = begin; n != end; ++n)
            weights.push_back(lanczos((n - middle) / step));
        double const sum = std::accumulate(weights.begin(), weights.end(), 0.0);
        for (double const weight : weights)
            weights_.push_back(static_cast<float>(weight / sum));
    }
}

std::size_t lanczos_reducer::kernel::overlap(std::size_t at_once) const noexcept
{
    std::size_t most = 0;
    for (std::size_t first = 0, n = 0; n != size(); ++n) {
        while ((end(first) - 1) / at_once < begin(n) / at_once)
            ++first;
        most = std::max(most, n - first + 1);
    }
    return most;
}

lanczos_reducer::lanczos_reducer(lanczos_side const& across, lanczos_side const& down, int channels)
    : channels_(static_cast<std::size_t>(channels)), across_(across), down_(down),
      overlap_(down_.overlap(rows_at_once)),
      row_size_(static_cast<std::size_t>(across.pixels) * channels_ + lanes - channels_),
      waiting_(rows_at_once * row_size_), sums_(row_size_ * overlap_),
      reduced_(across_.size() * down_.size() * channels_ + lanes - channels_)
{}

void lanczos_reducer::add_waiting()
{
    for (std::size_t target = done_; target != down_.size() && down_.begin(target) < rows_; ++target)
        add_waiting_to(target);
    added_ = rows_;
    for (; done_ != down_.size() && down_.end(done_) <= rows_; ++done_) {
        finish(sum(done_));
        std::fill_n(sum(done_), row_size_, 0.0f);
    }
}

void lanczos_reducer::add_waiting_to(std::size_t target)
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

void lanczos_reducer::finish(float const* row)
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

std::vector<float> lanczos_reducer::take()
{
    add_waiting();
    reduced_.resize(across_.size() * down_.size() * channels_);
    return std::move(reduced_);
}

} // namespace genpool::image
