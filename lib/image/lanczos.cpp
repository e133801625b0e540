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

double sinc(double x)
{
    double const angle = std::numbers::pi * x;
    return x == 0 ? 1 : std::sin(angle) / angle;
}

double lanczos(double x) { return std::abs(x) < lobes ? sinc(x) * sinc(x / lobes) : 0; }

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

std::size_t lanczos_reducer::kernel::overlap() const noexcept
{
    std::size_t most = 0;
    for (std::size_t first = 0, n = 0; n != size(); ++n) {
        while (end(first) <= begin(n))
            ++first;
        most = std::max(most, n - first + 1);
    }
    return most;
}

lanczos_reducer::lanczos_reducer(lanczos_side const& across, lanczos_side const& down, int channels)
    : channels_(static_cast<std::size_t>(channels)), across_(across), down_(down), overlap_(down_.overlap()),
      row_(static_cast<std::size_t>(across.pixels) * lanes), sums_(row_.size() * overlap_)
{
    reduced_.reserve(across_.size() * down_.size() * channels_);
}

void lanczos_reducer::add_row()
{
    for (std::size_t target = done_; target != down_.size() && down_.begin(target) <= rows_; ++target) {
        float* const to = sum(target);
        float const weight = down_.weights(target)[rows_ - down_.begin(target)];
        for (std::size_t n = 0; n != row_.size(); ++n)
            to[n] += weight * row_[n];
    }
    ++rows_;
    for (; done_ != down_.size() && down_.end(done_) == rows_; ++done_) {
        finish(sum(done_));
        std::fill_n(sum(done_), row_.size(), 0.0f);
    }
}

void lanczos_reducer::finish(float const* row)
{
    for (std::size_t target = 0; target != across_.size(); ++target) {
        std::array<float, lanes> pixel{};
        float const* weight = across_.weights(target);
        for (std::size_t n = across_.begin(target); n != across_.end(target); ++n, ++weight) {
            for (std::size_t c = 0; c != lanes; ++c)
                pixel[c] += *weight * row[n * lanes + c];
        }
        reduced_.insert(reduced_.end(), pixel.begin(),
                        pixel.begin() + static_cast<std::ptrdiff_t>(channels_));
    }
}

std::vector<float> lanczos_reducer::take() { return std::move(reduced_); }

} // namespace genpool::image
