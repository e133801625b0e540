// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/image/error.hpp>

namespace genpool::image
{

struct image_error::details
{
    boost::filesystem::path file;
    std::string reason;
};

image_error::image_error(boost::filesystem::path const& file, std::string const& reason)
    : std::runtime_error(file.empty() ? reason : file.string() + ": " + reason),
      details_(std::make_shared<details const>(details{file, reason}))
{}

boost::filesystem::path const& image_error::file() const noexcept { return details_->file; }

char const* image_error::reason() const noexcept { return details_->reason.c_str(); }

} // namespace genpool::image
