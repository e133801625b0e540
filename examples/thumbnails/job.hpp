// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "border.hpp"
#include "command_line.hpp"

#include <string>

namespace thumbnails
{

/// How it went with one image.
struct outcome
{
    boost::filesystem::path image;
    std::string problem; ///< empty: it has its thumbnail
};

/// Makes the thumbnail of one image and writes it: the function that is mapped. It may run on many threads at
/// once, and never throws what is wrong with an image, since one bad image must not end the run.
class job
{
public:
    /// `given` must outlive the job.
    explicit job(command_line const& given) : given_(&given), sides_(given.directory, given.output) {}

    outcome operator()(boost::filesystem::path const& image) const;

private:
    void make(boost::filesystem::path const& image) const;

    /// The directory in OUTPUT that the thumbnail goes to, which is there from now on.
    boost::filesystem::path destination(boost::filesystem::path const& image) const;

    command_line const* given_;
    border sides_;
};

} // namespace thumbnails
