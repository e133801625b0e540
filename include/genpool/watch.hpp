// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/generator.hpp>

#include <boost/filesystem/path.hpp>
#include <boost/system/error_code.hpp>

#include <functional>
#include <string>
#include <vector>

namespace genpool
{

/// What has become of a file.
enum class change : unsigned char
{
    written, ///< it is there, and is new, or what wrote into it has closed it
    removed, ///< it is not there any more; or a directory is not, and nothing that was in it
    missed ///< nobody knows what: all files that are there come again as `written`; those removed do not come
};

/// A change of a file.
struct file_change
{
    change what = change::written;
    boost::filesystem::path path; ///< of the file; for `missed`, of the directory that is watched
};

/// What it does: says what `watch` yields. An aggregate.
///
/// Parameters:
/// - `recursive`, `extensions`, `hidden`, `enter`: as of `files_options`; `enter` is called once more for a directory
///   that comes back.
/// - `existing`: whether the files come first that are there already, as `written`. Default: yes.
/// - `on_error`: called with what could not be watched or read, and why: a directory without permission, or one
///   too many for the system (`fs.inotify.max_user_watches`). The others are watched on. Default: empty, such an error
///   ends the generator.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
struct watch_options
{
    bool recursive = false;
    std::vector<std::string> extensions = {};
    bool hidden = false;
    bool existing = true;
    std::function<bool(boost::filesystem::path const&)> enter = {};
    std::function<void(boost::filesystem::path const&, boost::system::error_code)> on_error = {};
};

/// What it does: yields what changes among the regular files in `directory`, without end: waiting for it occupies no
/// thread. On Linux only, by inotify; not part of `genpool.hpp`.
///
///     auto made = genpool::watch("photos", {.recursive = true, .extensions = {"jpg"}})
///               | genpool::map(pool, genpool::attempt(make_thumbnail_of));
///
/// A change that happens is yielded at least once after it happened, and what is yielded may be out of date when it is:
/// look at the file. A file that is moved is removed in one place and written in the other; a directory that is made or
/// moved into one that is watched is entered, and what is in it is written. Several changes of a file that nobody has
/// asked for yet may come as the last one. When so many changes come that the system forgets some, `missed` comes, and
/// then every file that is there. Symbolic links are neither yielded nor entered; `directory` itself may be one.
///
/// Parameters: see `watch_options`.
/// Executor, Cancellation: as of a `generator`; stopping what pulls it ends its wait.
/// Errors: a `boost::filesystem::filesystem_error` when `directory` cannot be watched, or is removed or moved while it
///   is; `std::invalid_argument`, as of `files`; what the functions in the options throw.
/// Object lifetimes: the generator owns all it needs; what the functions in the options refer to must outlive it.
/// Thread safety: safe. The generator: see `generator`. Reading a directory blocks the thread that pulls.
/// Exception safety: no descriptor is leaked, whatever is thrown.
generator<file_change> watch(boost::filesystem::path directory, watch_options options = {});

} // namespace genpool
