// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/watch.hpp>

#include "../thumbnails/output/border.hpp"
#include "places.hpp"
#include <genpool/image/thumbnail.hpp>

#include <boost/filesystem/path.hpp>

#include <cstddef>
#include <string>

namespace watch
{

/// What has been done about a change.
struct outcome
{
    enum class kind : unsigned char
    {
        nothing,
        made,
        removed,
        swept, ///< thumbnails were removed whose images are gone, nobody knows since when
        failed
    };

    kind what = kind::nothing;
    boost::filesystem::path path; ///< of the image
    std::string problem;          ///< why it failed
    std::size_t count = 0;        ///< of the thumbnails that were removed in one sweep
};

/// Keeps thumbnails what their images are: the function that is mapped over the changes. It may run on many threads at
/// once, and never throws what is wrong with an image. A thumbnail has the time of its image, by which it is known to
/// be up to date, however old the image may be that took the place of another. Where changes were missed, thumbnails are
/// looked for whose images are gone.
class keeper
{
public:
    explicit keeper(places const& where) : where_(&where), sides_({where.directory}, where.output, {}) {}

    outcome operator()(genpool::file_change const& change) const;

private:
    outcome::kind make(boost::filesystem::path const& image) const;
    outcome::kind remove(boost::filesystem::path const& image) const;
    void make_room(boost::filesystem::path const& image) const;
    boost::filesystem::path thumbnail_of(boost::filesystem::path const& image,
                                         genpool::image::thumbnail_format format) const;

    places const* where_;
    thumbnails::border sides_;
};

} // namespace watch
