// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "support/files/temporary_tree.hpp"

#include <boost/test/tools/assertion_result.hpp>
#include <boost/test/tree/test_unit.hpp>

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
    started_program& operator=(started_program&&) = delete;
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

/// A server of NATS on this machine, with a directory of its own.
class nats_server
{
public:
    nats_server();

    std::string url() const { return "nats://127.0.0.1:" + port_; }
    void kill() noexcept { program_.back().kill(); }
    /// Once more, on the same directory and port.
    void start_again();

    /// How many streams there are in its directory.
    std::size_t streams() const;

private:
    std::vector<std::string> command(std::string const& port) const;

    temporary_tree const tree_;
    std::string port_;
    std::vector<started_program> program_;
};

/// A worker of a cluster.
started_program start_worker(nats_server const& server, int threads = 2, std::string const& name = "genpool");

/// For tests that are skipped where there is no server, or genpool was built without libnats.
boost::test_tools::assertion_result there_is_nats(boost::unit_test::test_unit_id);

} // namespace genpool::test
