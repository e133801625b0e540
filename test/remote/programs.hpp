// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace genpool::test
{

/// A program that runs beside the test, until this is destroyed.
class started_program
{
public:
    explicit started_program(std::vector<std::string> command);
    started_program(started_program&& other) noexcept;
    started_program& operator=(started_program&& other) noexcept;
    ~started_program() { kill(); }

    int id() const noexcept { return id_; }
    void signal(int number) const noexcept;
    /// Kills it, and waits until it has gone.
    void kill() noexcept;
    /// Waits until it has ended, and returns its status; -1 if a signal killed it.
    int wait() noexcept;

private:
    int id_ = -1;
};

/// Whether the program can be run, and then returns 0. What it says is not shown.
bool works(std::vector<std::string> command);

/// Waits until the file is there, and returns what is in it.
std::string wait_for_file(std::string const& name);

/// The processes of which this one is the parent, dead ones included.
std::vector<int> child_processes();
inline std::size_t children() { return child_processes().size(); }

/// Whether a process is there and no zombie.
bool runs(int process);

} // namespace genpool::test
