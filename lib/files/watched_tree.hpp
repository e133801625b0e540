// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/files.hpp>
#include <genpool/watch.hpp>

#include "extensions.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct inotify_event;

namespace genpool::detail
{

/// A directory, and those in it, that inotify watches. It waits for nothing: the descriptor belongs to its user, who
/// waits until that can be read.
class watched_tree
{
public:
    /// What has been read from the descriptor.
    struct event
    {
        enum class kind : unsigned char
        {
            nothing, ///< has been overtaken
            written,
            removed,
            directory, ///< is new, and has to be scanned
            missed
        };

        kind what;
        std::string path;
    };

    watched_tree(boost::filesystem::path root, watch_options options);

    /// A new descriptor of inotify, with which the tree begins anew.
    int open();

    /// The files of the whole tree, each directory of which is watched before it is read.
    path_range scan();

    /// Watches a directory that is new; false when it is left out or cannot be watched.
    bool begin(std::string const& directory);

    /// The files of a directory that is watched, and below.
    path_range walk(std::string const& directory);

    /// All that can be read now, in its order, but of several in a row that write one file only the last.
    std::vector<event> read();

private:
    static constexpr int nobody = -1;

    bool watch(std::string const& path, std::uint32_t more_flags);
    void forget(std::string const& directory);
    void add(inotify_event const& what, std::string_view name, std::vector<event>& to);
    void report(boost::filesystem::path const& path, boost::system::error_code error) const;

    std::string root_;
    watch_options options_;
    extensions extensions_;
    int descriptor_ = nobody;
    int root_watch_ = nobody;
    std::unordered_map<int, std::string> paths_; // of the directories that are watched, with a / at the end
};

} // namespace genpool::detail
