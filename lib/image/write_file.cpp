// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "descriptor.hpp"
#include <genpool/image/write_file.hpp>

#include <boost/filesystem/operations.hpp>

#include <atomic>
#include <cstddef>
#include <cstdio>
#include <fcntl.h>
#include <string>

namespace genpool::image
{
namespace
{

namespace fs = boost::filesystem;

/// A new file in a directory, which is gone again unless it has got its final name.
class temporary_file
{
public:
    explicit temporary_file(fs::path const& directory) : output_(create(directory, name_)) {}

    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;

    ~temporary_file()
    {
        if (!name_.empty())
            ::unlink(name_.c_str());
    }

    void write(std::span<unsigned char const> bytes)
    {
        while (!bytes.empty()) {
            ssize_t const count = ::write(output_.get(), bytes.data(), bytes.size());
            if (count >= 0)
                bytes = bytes.subspan(static_cast<std::size_t>(count));
            else if (errno != EINTR)
                throw_errno("cannot be written");
        }
    }

    void take_name(fs::path const& file)
    {
        // Some file systems tell only here that the disk is full.
        if (!output_.close() || std::rename(name_.c_str(), file.c_str()) != 0)
            throw_errno("cannot be written");
        name_.clear();
    }

private:
    static int create(fs::path const& directory, fs::path& name)
    {
        // The name does not contain the final one, which may be as long as names can be.
        static std::atomic<unsigned> serial = 0;
        std::string const start = ".genpool-" + std::to_string(::getpid()) + '-';
        for (;;) {
            fs::path candidate = directory / (start + std::to_string(serial++) + ".tmp");
            int const output = ::open(candidate.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
            if (output != -1) {
                name.swap(candidate);
                return output;
            }
            if (errno != EEXIST)
                throw_errno("cannot be written");
        }
    }

    fs::path name_;
    descriptor output_;
};

} // namespace

void write_file_atomically(fs::path const& file, std::span<unsigned char const> bytes)
{
    try {
        temporary_file temporary(file.parent_path());
        temporary.write(bytes);
        temporary.take_name(file);
    } catch (std::exception const& error) {
        std::throw_with_nested(image_error(file, error.what()));
    }
}

} // namespace genpool::image
