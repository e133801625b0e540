// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "temporary_tree.hpp"

#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <iterator>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace genpool::test
{

namespace fs = boost::filesystem;

temporary_tree::temporary_tree()
{
    std::string name = (fs::temp_directory_path() / "genpool-XXXXXX").native();
    if (!::mkdtemp(name.data()) || ::chmod(name.c_str(), 0755) != 0)
        throw std::system_error(errno, std::system_category(), name);
    root_ = name;
}

temporary_tree::~temporary_tree()
{
    // rm copes with paths of any length, which remove_all does not.
    std::string const remove = "rm -rf '" + root_.native() + '\'';
    std::string const unlock = "chmod -R u+rwx '" + root_.native() + '\'';
    if (std::system((remove + " 2>/dev/null || { " + unlock + "; " + remove + "; }").c_str()) != 0)
        std::abort();
}

void temporary_tree::file(std::string_view name) const
{
    fs::path const path = *this / name;
    fs::create_directories(path.parent_path());
    int const descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor == -1)
        throw std::system_error(errno, std::system_category(), path.native());
    ::close(descriptor);
}

void temporary_tree::directory(std::string_view name) const { fs::create_directories(*this / name); }

void temporary_tree::symlink(std::string_view target, std::string_view name) const
{
    fs::path const path = *this / name;
    fs::create_directories(path.parent_path());
    fs::create_symlink(std::string(target), path);
}

std::string temporary_tree::without_root(fs::path const& path) const
{
    std::string const prefix = root_.native() + '/';
    return path.native().starts_with(prefix) ? path.native().substr(prefix.size()) : path.native();
}

std::size_t open_descriptors()
{
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator()));
}

} // namespace genpool::test
