// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/filesystem/path.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace genpool::test
{

/// A directory of its own, readable by everybody, that is removed with all its contents at the end.
class temporary_tree
{
public:
    temporary_tree();
    temporary_tree(temporary_tree const&) = delete;
    temporary_tree& operator=(temporary_tree const&) = delete;
    ~temporary_tree();

    boost::filesystem::path const& root() const noexcept { return root_; }
    boost::filesystem::path operator/(std::string_view name) const { return root_ / std::string(name); }

    /// Makes an empty file, a directory or a link at `name` below the root, with the directories above it.
    void file(std::string_view name) const;
    void directory(std::string_view name) const;
    void symlink(std::string_view target, std::string_view name) const;

    /// The paths of `range`, without the root, sorted.
    template <class Range>
    std::vector<std::string> names(Range&& range) const
    {
        std::vector<std::string> result;
        for (boost::filesystem::path path : range)
            result.push_back(without_root(path));
        std::ranges::sort(result);
        return result;
    }

    /// `path` without the root; `path` itself if it does not begin with the root.
    std::string without_root(boost::filesystem::path const& path) const;

private:
    boost::filesystem::path root_;
};

using name_list = std::vector<std::string>;

/// How many descriptors this process has open.
std::size_t open_descriptors();

} // namespace genpool::test
