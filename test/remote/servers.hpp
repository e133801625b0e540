// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "remote/programs.hpp"
#include "support/files/temporary_tree.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace genpool::test
{

/// Where a server is: on this machine, or, with a command that begins programs there, elsewhere.
struct server_place
{
    std::string address = "127.0.0.1";
    std::vector<std::string> command = {};
};

/// A server of NATS, with a directory of its own.
class nats_server
{
public:
    /// `more` are arguments beside those that every server gets.
    explicit nats_server(std::vector<std::string> more = {}, server_place where = {});

    std::string url() const { return "nats://" + authority(); }
    /// The address and the port.
    std::string authority() const { return where_.address + ":" + port_; }
    void kill() noexcept { program_->kill(); }
    /// Once more, on the same directory and port.
    void start_again();

    /// How many streams there are in its directory.
    std::size_t streams() const { return stream_names().size(); }
    std::vector<std::string> stream_names() const;

    /// What it answers to a message to a subject of its own.
    std::string ask(std::string const& subject) const;

private:
    std::vector<std::string> command() const;

    temporary_tree const tree_;
    server_place const where_;
    std::vector<std::string> const more_;
    std::string const port_;
    std::unique_ptr<started_program> program_;
};

/// Three servers that are one cluster.
class nats_cluster
{
public:
    static constexpr std::size_t size = 3;
    using places = std::array<server_place, size>;

    explicit nats_cluster(places const& where = {});

    nats_server& operator[](std::size_t i) { return *servers_[i]; }
    /// All of them, with commas.
    std::string urls() const;

private:
    std::array<std::unique_ptr<nats_server>, size> servers_;
};

/// Empty where there is a server, and genpool was built with libnats; else what is missing.
std::string why_no_nats();

} // namespace genpool::test
