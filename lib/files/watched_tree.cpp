// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "watched_tree.hpp"

#include "../uninterrupted.hpp"

#include <boost/filesystem/exception.hpp>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace genpool::detail
{
namespace
{

using boost::system::error_code;

error_code error_of_system() noexcept { return {errno, boost::system::system_category()}; }

[[noreturn]] void refuse(std::string const& path, error_code error)
{
    throw boost::filesystem::filesystem_error("genpool::watch", path, error);
}

/// Whether a file that has just got its name was made under another one, so that nobody will close it.
bool is_link(std::string const& path)
{
    struct stat status;
    return ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink > 1;
}

} // namespace

watched_tree::watched_tree(boost::filesystem::path root, watch_options options)
    : root_(root.native()), options_(std::move(options)), extensions_(options_.extensions)
{}

int watched_tree::open()
{
    paths_.clear();
    descriptor_ = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (descriptor_ == -1)
        refuse(root_, error_of_system());
    return descriptor_;
}

path_range watched_tree::scan()
{
    if (!watch(root_, 0))
        refuse(root_, error_of_system());
    root_watch_ = paths_.begin()->first;
    return walk(root_);
}

bool watched_tree::begin(std::string const& directory)
{
    if (options_.enter && !options_.enter(directory))
        return false;
    bool const watches = watch(directory, IN_DONT_FOLLOW);
    if (!watches)
        report(directory, error_of_system());
    return watches;
}

path_range watched_tree::walk(std::string const& directory)
{
    return files(directory, {.recursive = options_.recursive,
                             .extensions = options_.extensions,
                             .hidden = options_.hidden,
                             .enter = [this](auto const& path) { return begin(path.native()); },
                             .on_error = [this](auto const& path, error_code e) { report(path, e); }});
}

bool watched_tree::watch(std::string const& path, std::uint32_t more_flags)
{
    constexpr std::uint32_t changes = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                                      IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK;
    int const number = ::inotify_add_watch(descriptor_, path.c_str(), changes | more_flags);
    if (number == -1)
        return false;
    std::string with_slash = path.ends_with('/') ? path : path + '/';
    paths_.insert_or_assign(number, std::move(with_slash)); // the same number where it has only moved
    return true;
}

void watched_tree::forget(std::string const& directory)
{
    std::erase_if(paths_, [&, below = directory + '/'](auto const& watched) {
        bool const is_below = watched.second.starts_with(below);
        if (is_below)
            ::inotify_rm_watch(descriptor_, watched.first);
        return is_below;
    });
}

std::vector<watched_tree::event> watched_tree::read()
{
    constexpr std::size_t piece = 64 << 10;
    constexpr int most_pieces = 16;
    auto const buffer = std::make_unique<char[]>(piece); // aligned for anything
    std::vector<event> found;
    for (int n = 0; n != most_pieces; ++n) {
        ssize_t const size = uninterrupted([&] { return ::read(descriptor_, buffer.get(), piece); });
        if (size == -1 && errno != EAGAIN)
            refuse(root_, error_of_system());
        if (size <= 0)
            break;
        for (char const* at = buffer.get(); at != buffer.get() + size;) {
            auto const& what = *reinterpret_cast<inotify_event const*>(at);
            add(what, what.len == 0 ? std::string_view() : std::string_view(what.name), found);
            at += sizeof(inotify_event) + what.len;
        }
    }
    std::unordered_map<std::string_view, event*> last;
    for (event& one : found) {
        event*& before = last[one.path];
        if (before && before->what == event::kind::written && one.what == event::kind::written)
            before->what = event::kind::nothing;
        before = &one;
    }
    return found;
}

void watched_tree::add(inotify_event const& what, std::string_view name, std::vector<event>& to)
{
    using kind = event::kind;
    if (what.mask & IN_Q_OVERFLOW)
        return to.push_back({kind::missed, root_});
    auto const directory = paths_.find(what.wd);
    if (directory == paths_.end())
        return;
    if (what.wd == root_watch_ && (what.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)))
        refuse(root_, {ENOENT, boost::system::system_category()});
    if (what.mask & IN_IGNORED) {
        paths_.erase(directory);
        return;
    }
    if (name.empty() || (name.starts_with('.') && !options_.hidden))
        return;
    bool const is_gone = what.mask & (IN_DELETE | IN_MOVED_FROM);
    std::string path = directory->second + std::string(name);
    if (what.mask & IN_ISDIR) {
        if (!options_.recursive)
            return;
        if (is_gone)
            forget(path);
        to.push_back({is_gone ? kind::removed : kind::directory, std::move(path)});
    } else if (extensions_.end(name) && (!(what.mask & IN_CREATE) || is_link(path))) {
        to.push_back({is_gone ? kind::removed : kind::written, std::move(path)});
    }
}

void watched_tree::report(boost::filesystem::path const& path, error_code error) const
{
    if (error == boost::system::errc::no_such_file_or_directory) // it will be told as removed, or never was
        return;
    if (!options_.on_error)
        refuse(path.native(), error);
    options_.on_error(path, error);
}

} // namespace genpool::detail
