// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/error.hpp>

#include <boost/filesystem/path.hpp>

#include <span>

namespace genpool::image
{

/// What it does: writes a file completely or not at all. The bytes go into a new hidden file in the same
/// directory, which takes the name `file` only when all of them are in it, replacing what had the name
/// before. Nothing is forced to the disk: a power failure may still lose the file. A process that is killed leaves
/// the hidden file behind, see `remove_if_abandoned`.
///
/// Errors: `image_error`, naming `file`, with the `std::system_error` nested; also when a device, a pipe or a socket has the
///   name, or a link to one, which stays: then with a `std::runtime_error`.
/// Thread safety: safe, also for the same file: the last one wins.
/// Exception safety: a call that throws leaves `file` as it was, and no hidden file.
void write_file_atomically(boost::filesystem::path const& file, std::span<unsigned char const> bytes);

/// What it does: removes a hidden file that `write_file_atomically` has left behind because its process was
/// killed. True if `file` was one, and is gone. A file of a process that lives is left alone, on whatever machine
/// that is, as is every file on a file system without locks.
///
/// Thread safety: safe, also while others write into the directory.
bool remove_if_abandoned(boost::filesystem::path const& file) noexcept;

} // namespace genpool::image
