// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "maker.hpp"

#include <span>

namespace server
{

maker make_here()
{
    return [](std::vector<unsigned char> const& bytes, genpool::image::thumbnail_options const& options,
              std::stop_token const&) {
        return genpool::image::make_thumbnail(std::span<unsigned char const>(bytes), options);
    };
}

} // namespace server
