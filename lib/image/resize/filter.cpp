// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "filter.hpp"

#include <cmath>
#include <numbers>

namespace genpool::image
{
namespace
{

/// sinc(x) * sinc(x / 3), with one sine for both: sin 3a = 3 sin a - 4 (sin a)^3.
double lanczos3(double x)
{
    constexpr double lobes = 3;
    if (std::abs(x) >= lobes)
        return 0;
    if (x == 0)
        return 1;
    double const angle = std::numbers::pi * x / lobes;
    double const sine = std::sin(angle);
    return (3 - 4 * sine * sine) * sine * sine / (lobes * angle * angle);
}

/// The same with two lobes: sin 2a = 2 sin a cos a.
double lanczos2(double x)
{
    constexpr double lobes = 2;
    if (std::abs(x) >= lobes)
        return 0;
    if (x == 0)
        return 1;
    double const angle = std::numbers::pi * x / lobes;
    double const sine = std::sin(angle);
    return 2 * sine * std::cos(angle) * sine / (lobes * angle * angle);
}

/// The cubics of Mitchell and Netravali.
double cubic(double x, double b, double c)
{
    x = std::abs(x);
    if (x >= 2)
        return 0;
    if (x < 1)
        return ((12 - 9 * b - 6 * c) * x * x * x + (-18 + 12 * b + 6 * c) * x * x + 6 - 2 * b) / 6;
    return ((-b - 6 * c) * x * x * x + (6 * b + 30 * c) * x * x + (-12 * b - 48 * c) * x + 8 * b + 24 * c) /
           6;
}

double catmull_rom(double x) { return cubic(x, 0, 0.5); }
double mitchell(double x) { return cubic(x, 1.0 / 3, 1.0 / 3); }
double linear(double x) { return std::abs(x) < 1 ? 1 - std::abs(x) : 0; }
double box(double x) { return x > -0.5 && x <= 0.5 ? 1 : 0; }

} // namespace

filter filter_of(resampling name)
{
    switch (name) {
    case resampling::lanczos2:
        return {2, lanczos2};
    case resampling::catmull_rom:
        return {2, catmull_rom};
    case resampling::mitchell:
        return {2, mitchell};
    case resampling::linear:
        return {1, linear};
    case resampling::box:
        return {0.5, box};
    default:
        return {3, lanczos3};
    }
}

} // namespace genpool::image
