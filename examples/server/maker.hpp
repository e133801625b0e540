// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "settings.hpp"
#include <genpool/image/thumbnail.hpp>

#include <functional>
#include <stdexcept>
#include <stop_token>
#include <vector>

namespace server
{

/// Makes the thumbnail of an image, whose file's bytes these are; throws what is wrong with it. It may be called on many
/// threads at once, and gives up, if it can, when it is told to stop.
using maker = std::function<genpool::image::thumbnail(std::vector<unsigned char> bytes,
                                                      genpool::image::thumbnail_options const& options,
                                                      std::stop_token stop)>;

/// It is not the image that is to blame.
class unavailable : public std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// Makes them on the thread that calls.
maker make_here();

/// Has them made by processes of their own, while the thread that calls waits. Throws when that cannot be.
maker make_isolated(settings const& given);

} // namespace server
