// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

// Runs that something is done to while they last.

#include "support.hpp"

#include <optional>
#include <string>
#include <vector>

namespace genpool::test
{

/// The program with images in `in` that take a while, and with thumbnails in `out`.
class slow_run
{
public:
    /// `images`: names of one image.
    explicit slow_run(int images);

    temporary_tree const& tree() const { return tree_; }
    boost::filesystem::path out() const { return tree_ / "out"; }

    /// With these beside the two directories.
    std::vector<std::string> arguments(std::vector<std::string> more) const;

    /// Starts it, and waits until its first thumbnail is done.
    program& begin(std::vector<std::string> const& more);

private:
    temporary_tree tree_;
    std::optional<program> program_;
};

} // namespace genpool::test
