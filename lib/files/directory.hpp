// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/system/error_code.hpp>

#include <dirent.h>
#include <memory>
#include <string>
#include <sys/types.h>
#include <utility>

namespace genpool::detail
{

enum class entry_kind : unsigned char
{
    file,
    directory,
    linked_directory, ///< a link that leads to one, when links are followed
    other
};

enum class symlinks : unsigned char
{
    keep,  ///< a link is a thing of its own: it is not opened, and its kind is `other`
    follow ///< a link is what it leads to
};

/// One open directory: all the system calls of a walk. Errors set `error`, which is left alone otherwise.
class directory
{
public:
    /// A number that tells directories apart, whatever path leads to them.
    using identity_type = std::pair<dev_t, ino_t>;

    /// Opens `path`, of any length, instead of what was open.
    void open(std::string const& path, symlinks links, boost::system::error_code& error);

    bool is_open() const noexcept { return handle_ != nullptr; }
    void close() noexcept { handle_.reset(); }

    /// The next entry, valid until the next call; null at the end and on an error.
    dirent const* read(boost::system::error_code& error) noexcept;

    /// What an entry of this directory is; `other` on an error.
    entry_kind kind(dirent const& entry, symlinks links, boost::system::error_code& error) const noexcept;

    identity_type identity(boost::system::error_code& error) const noexcept;

private:
    /// As DT_REG and so on; DT_UNKNOWN on an error.
    int type(dirent const& entry, int flags, boost::system::error_code& error) const noexcept;

    struct closer
    {
        void operator()(DIR* handle) const noexcept { ::closedir(handle); }
    };

    std::unique_ptr<DIR, closer> handle_;
};

} // namespace genpool::detail
