// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "border.hpp"

#include <algorithm>
#include <fcntl.h>
#include <iterator>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace fs = boost::filesystem;

namespace thumbnails
{
namespace
{

using identity = std::pair<dev_t, ino_t>;

/// Nothing on an error.
std::optional<identity> identity_of(fs::path const& path)
{
    struct stat status;
    if (::stat(path.c_str(), &status) != 0)
        return {};
    return identity(status.st_dev, status.st_ino);
}

/// A directory, and then those above it.
class ascent
{
public:
    explicit ascent(fs::path const& path) : number_(::open(path.c_str(), flags)) {}
    ascent(ascent const&) = delete;
    ascent& operator=(ascent const&) = delete;

    ~ascent()
    {
        if (number_ != -1)
            ::close(number_);
    }

    /// Nothing on an error.
    std::optional<identity> here() const
    {
        struct stat status;
        if (number_ == -1 || ::fstat(number_, &status) != 0)
            return {};
        return identity(status.st_dev, status.st_ino);
    }

    void rise()
    {
        int const above = ::openat(number_, "..", flags);
        ::close(number_);
        number_ = above;
    }

private:
    static constexpr int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
    int number_;
};

/// The first identity that `is_found` accepts on the way up from `path` to the root.
template <class IsFound>
std::optional<identity> find_upwards(fs::path const& path, IsFound is_found)
{
    std::optional<identity> below;
    ascent way(path);
    for (auto here = way.here(); here && here != below; here = way.here()) {
        if (is_found(*here))
            return here;
        below = here; // above the root there is the root
        way.rise();
    }
    return {};
}

} // namespace

border::border(std::vector<fs::path> directories, fs::path output, std::string local)
    : directories_(std::move(directories)), output_(std::move(output)), local_(std::move(local))
{}

border::side border::of(fs::path const& path) const
{
    auto const output = output_.empty() ? std::nullopt : identity_of(output_);
    std::vector<std::optional<identity>> directories;
    std::ranges::transform(directories_, std::back_inserter(directories), identity_of);
    auto const found = find_upwards(path, [&](identity const& here) {
        return here == output || std::ranges::find(directories, here) != directories.end();
    });
    return !found ? side::elsewhere : found == output ? side::output : side::directory;
}

bool border::is_in_output(fs::path const& path) const
{
    if (local_.empty())
        return of(path) == side::output;
    return path.filename() == local_;
}

bool are_one(fs::path const& one, fs::path const& other)
{
    auto const found = identity_of(one);
    return found && found == identity_of(other);
}

bool is_inside(fs::path const& path, fs::path const& directory)
{
    auto const wanted = identity_of(directory);
    return find_upwards(path, [&](identity const& here) { return here == wanted; }).has_value();
}

} // namespace thumbnails
