// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/path_range.hpp>

#include <boost/filesystem/path.hpp>
#include <boost/system/error_code.hpp>

#include <concepts>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace genpool
{

/// What it does: says which files `files` yields. An aggregate: `{.recursive = true, .extensions = {"jpg"}}`.
///
/// Parameters:
/// - `recursive`: whether sub-directories are entered. Default: no.
/// - `extensions`: how a name must end, with or without the leading dot, in either case (ASCII):
///   `{"jpg", ".tar.gz"}`. A name that is nothing but the extension, such as `.jpg`, has none. Default:
///   empty, every name.
/// - `hidden`: whether names that begin with a dot are looked at, files as well as directories. The directory
///   given to `files` always is. Default: no.
/// - `follow_symlinks`: whether a symbolic link counts as what it leads to. Each directory is then entered
///   once, so loops end: under its own name if it is below the directory given to `files`, or else by
///   whichever link leads to it first. A file is yielded for each name that it has. A link that leads nowhere
///   is an error. Default: no, links are neither yielded nor entered. The directory given to `files` may be a
///   link in either case.
/// - `enter`: called with the path of each sub-directory that was found; one for which it says no is not
///   entered. It must not touch the range. Default: empty, all are.
/// - `on_error`: called with the path and the reason of each entry or directory that could not be read, while
///   the walk goes on; it must not touch the range. Default: empty, the errors end the walk, see `files`.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
struct files_options
{
    bool recursive = false;
    std::vector<std::string> extensions = {};
    bool hidden = false;
    bool follow_symlinks = false;
    std::function<bool(boost::filesystem::path const&)> enter = {};
    std::function<void(boost::filesystem::path const&, boost::system::error_code)> on_error = {};
};

/// What it does: walks `directory` and yields the path of each regular file that `options` ask for, lazily:
/// the first path of a directory of a million entries comes at once. Sockets, FIFOs and devices are never
/// yielded. The paths begin with `directory` as it was given. Files come in the order in which their
/// directory lists them, before the files of its sub-directories; sub-directories come in no order.
///
/// Memory holds the paths of the directories still to be entered (and, when links are followed, a number for
/// each that was entered), never those of files; one descriptor is open at a time. Depth has no limit: paths
/// may grow beyond what the system opens in one piece.
///
/// An entry is normally not touched, so a file that vanishes after it was listed is yielded, and is missed by
/// whoever opens it.
///
/// Parameters: see `files_options`.
/// Errors: `std::invalid_argument`, naming it, for an extension that is empty or contains `*` or `/`. What
///   cannot be read (a directory without permission, an entry or a directory that vanished before it could be
///   examined, `directory` itself when it is missing or no directory, a link that leads nowhere) never stops
///   the walk and is never passed over in silence: each goes to `on_error`. Without it the first is
///   remembered and, after everything readable was yielded, thrown as a `boost::filesystem::filesystem_error`
///   that has its path and code and tells how many more there were. An exception thrown by `enter` or
///   `on_error`, or `std::bad_alloc`, ends the walk.
/// Object lifetimes: the range owns all it needs; what `enter` and `on_error` refer to must outlive it. A relative
///   `directory` must mean the same until the end, so the working directory must not change.
/// Thread safety: safe, from any thread. The range: see `produced_range`. Reading a directory blocks the thread
///   that pulls.
/// Exception safety: no descriptor is leaked, whatever is thrown.
path_range files(boost::filesystem::path directory, files_options options = {});

/// The same for the standard library's path, which newer versions of Boost.Filesystem do not convert by themselves. It is
/// a template so that nothing is converted to it.
template <std::same_as<std::filesystem::path> Path>
path_range files(Path const& directory, files_options options = {})
{
    return files(boost::filesystem::path(directory.native()), std::move(options));
}

} // namespace genpool
