// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace server
{

/// A file that is open for reading.
class open_file
{
public:
    open_file(int descriptor, std::string version, std::uint64_t size, bool is_settled) noexcept;
    open_file(open_file&& other) noexcept;
    open_file& operator=(open_file&&) = delete;
    ~open_file();

    /// Differs whenever the file does.
    std::string const& version() const noexcept { return version_; }

    /// False when it was changed just now: what changes it once more may then leave the version as it is.
    bool is_settled() const noexcept { return is_settled_; }

    /// The whole file; throws when it has more than `most` bytes.
    std::vector<unsigned char> read(std::uint64_t most) const;

private:
    int descriptor_;
    std::string version_;
    std::uint64_t size_;
    bool is_settled_;
};

/// The directory outside of which nothing is read: the system itself sees to it, whatever `..` and links are in a path,
/// and whatever changes while it is followed.
class root
{
public:
    /// Throws when it cannot be opened, or the system cannot see to that.
    explicit root(std::string const& directory);
    root(root const&) = delete;
    root& operator=(root const&) = delete;
    ~root();

    /// Nothing when it is no regular file, is hidden, or leads outside.
    std::optional<open_file> open(std::string const& path) const;

private:
    int descriptor_;
};

} // namespace server
