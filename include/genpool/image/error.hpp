// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <boost/filesystem/path.hpp>

#include <memory>
#include <stdexcept>
#include <string>

namespace genpool::image
{

/// What it does: tells that one image could not be read, made smaller or written. `what()` is the file's
/// name, a colon and the reason; the reason alone where there is no name, of an image in memory. Thrown with the original exception nested where there is one.
///
/// Thread safety: as `std::runtime_error`.
class image_error : public std::runtime_error
{
public:
    image_error(boost::filesystem::path const& file, std::string const& reason);

    /// The file, as the caller named it.
    boost::filesystem::path const& file() const noexcept;

    /// What is wrong with it, without its name.
    char const* reason() const noexcept;

private:
    struct details;

    // Shared, so that copying, which an exception must always be able to do, cannot throw.
    std::shared_ptr<details const> details_;
};

} // namespace genpool::image
