// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

// Runs genpool-thumbnails, whose path is the first argument of these tests.

#include "image/support/images.hpp"

#include <map>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace genpool::test
{

/// How a program ended, and what it wrote on standard error.
struct result
{
    int status = 0; ///< as a shell tells it
    std::string text;

    std::vector<std::string> lines() const;

    /// The numbers in the last line, the summary.
    int done() const { return summary().done + summary().up_to_date; }
    int up_to_date() const { return summary().up_to_date; }
    int failed() const { return summary().failed; }

private:
    struct numbers
    {
        int done = -1;
        int failed = -1;
        int up_to_date = 0;
    };

    numbers summary() const;
};

/// A run of the program.
class program
{
public:
    /// `limits`: commands for the shell that starts it, as "ulimit -v 1000"; none without.
    explicit program(std::vector<std::string> arguments, std::string const& limits = {});
    program(program const&) = delete;
    program& operator=(program const&) = delete;
    ~program();

    void send(int signal) const;

    /// Waits until it has written `text`.
    void wait_for(std::string_view text);

    result wait();
    bool was_killed_by(int signal);

private:
    bool read();

    pid_t process_ = 0;
    int output_ = -1;
    std::string text_;
};

result run(std::vector<std::string> arguments, std::string const& limits = {});

/// What the environment variable says; `otherwise` where there is none. So the long form of a test is asked for.
std::size_t number_from(char const* variable, std::size_t otherwise);

/// The files below a directory, by name, hidden ones too.
std::map<std::string, bytes> files_below(boost::filesystem::path const& directory);
name_list names_below(boost::filesystem::path const& directory);

/// A file system that is found at `to` as long as this lives, where the test may mount one; it says so otherwise.
class mounted
{
public:
    /// As `mount` has them: "tmpfs" of `type` "tmpfs", say, or a directory with MS_BIND.
    mounted(std::string const& source, boost::filesystem::path const& to, unsigned long flags,
            char const* type = nullptr, std::string const& options = {});
    mounted(mounted const&) = delete;
    mounted& operator=(mounted const&) = delete;
    ~mounted();

    explicit operator bool() const { return done_; }

private:
    boost::filesystem::path to_;
    bool done_;
};

} // namespace genpool::test
