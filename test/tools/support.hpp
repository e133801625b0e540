// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

// Runs the tools, whose paths are the arguments of these tests.

#include "support/files/temporary_tree.hpp"

#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace genpool::test
{

/// How a tool ended, and what it wrote.
struct tool_result
{
    int status = 0; ///< as a shell tells it
    std::string output;
    std::string errors;
};

/// A run of a tool.
class tool
{
public:
    /// `name`: of the program.
    tool(std::string_view name, std::vector<std::string> arguments);
    tool(tool const&) = delete;
    tool& operator=(tool const&) = delete;
    ~tool();

    pid_t process() const noexcept { return process_; }
    void send(int signal) const;

    /// Waits until it has written `text` on standard error, beyond what was waited for before; what came up to there.
    std::string wait_for(std::string_view text);

    tool_result wait();

private:
    bool read();

    pid_t process_ = 0;
    int errors_ = -1;
    int output_ = -1; // of a file that has no name any more
    std::string text_;
    std::size_t seen_ = 0;
};

tool_result run_tool(std::string_view name, std::vector<std::string> arguments);

/// Requires that `--help` fits a screen, and that a wrong command line is told of with the value that is wrong.
void check_usage(std::string_view name, std::vector<std::string> const& wrong, std::string_view value);

} // namespace genpool::test
