// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/filesystem/path.hpp>

#include <string>
#include <vector>

namespace thumbnails
{

/// Tells what belongs to the directories that are searched from what belongs to OUTPUT, each of which may lie in the
/// other. It goes by what the system knows directories by, the device and the inode, since one directory has many
/// paths: through symbolic links, `..`, other mounts, or a file system to which upper and lower case are one.
///
/// Thread safety: safe. It keeps only paths, so that one that is removed and made again is found.
class border
{
public:
    /// `output`: empty where each directory has one of its own, whose name is `local`.
    border(std::vector<boost::filesystem::path> directories, boost::filesystem::path output,
           std::string local);

    enum class side : unsigned char
    {
        directory,
        output,
        elsewhere
    };

    /// To which of them `path`, a directory, belongs: the first that is met on the way up from it. Elsewhere
    /// if that cannot be told.
    side of(boost::filesystem::path const& path) const;

    bool is_in_output(boost::filesystem::path const& path) const;

private:
    std::vector<boost::filesystem::path> directories_;
    boost::filesystem::path output_;
    std::string local_;
};

/// Whether two paths lead to one file or directory.
bool are_one(boost::filesystem::path const& one, boost::filesystem::path const& other);

/// Whether `path` is `directory` or lies in it.
bool is_inside(boost::filesystem::path const& path, boost::filesystem::path const& directory);

} // namespace thumbnails
