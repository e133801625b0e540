// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "descriptor.hpp"

#include <boost/filesystem/path.hpp>

#include <cstdint>

namespace genpool::image
{

/// A regular file, open for reading; anything else is refused without being opened. Links are followed: a link is a
/// name as good as any, and what it leads to is checked.
class regular_file
{
public:
    explicit regular_file(boost::filesystem::path const& file);

    int get() const noexcept { return input_.get(); }
    std::uint64_t size() const noexcept { return size_; }

private:
    descriptor input_;
    std::uint64_t size_ = 0;
};

} // namespace genpool::image
