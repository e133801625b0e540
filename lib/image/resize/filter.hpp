// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/resampling.hpp>

namespace genpool::image
{

/// A filter by which pixels are made of others.
struct filter
{
    double support; ///< beyond which it is 0, in pixels of the smaller picture
    double (*weight)(double x);
};

filter filter_of(resampling name);

} // namespace genpool::image
