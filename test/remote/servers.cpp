// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "remote/servers.hpp"

#include <genpool/remote/cluster.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <exception>
#include <filesystem>
#include <utility>

namespace genpool::test
{
namespace
{

/// One that nobody has now. Servers of a cluster must know those of each other before they start.
std::string free_port()
{
    using boost::asio::ip::tcp;
    boost::asio::io_context io;
    tcp::acceptor const any(io, tcp::endpoint(tcp::v4(), 0));
    return std::to_string(any.local_endpoint().port());
}

} // namespace

nats_server::nats_server(std::vector<std::string> more, server_place where)
    : where_(std::move(where)), more_(std::move(more)), port_(free_port())
{
    start_again();
    auto const ports = "nats-server_" + std::to_string(program_->id()) + ".ports";
    while (wait_for_file((tree_ / ports).string()).find(":" + port_) == std::string::npos) {
    }
}

void nats_server::start_again() { program_ = std::make_unique<started_program>(command()); }

std::vector<std::string> nats_server::command() const
{
    auto const directory = tree_.root().string();
    auto all = where_.command;
    all.insert(all.end(), {"nats-server", "-js", "-a", where_.address, "-p", port_, "-sd", directory,
                           "--ports_file_dir", directory, "-l", directory + "/log"});
    all.insert(all.end(), more_.begin(), more_.end());
    return all;
}

std::vector<std::string> nats_server::stream_names() const
{
    std::vector<std::string> names;
    std::error_code missing;
    auto const accounts = std::filesystem::directory_iterator((tree_ / "jetstream").string(), missing);
    for (auto const& account : missing ? std::filesystem::directory_iterator() : accounts) {
        auto const streams = std::filesystem::directory_iterator(account.path() / "streams", missing);
        for (auto const& each : missing ? std::filesystem::directory_iterator() : streams)
            names.push_back(each.path().filename().string());
    }
    return names;
}

std::string nats_server::ask(std::string const& subject) const
{
    // Its protocol is of lines.
    boost::asio::ip::tcp::iostream talk(where_.address, port_);
    talk << "CONNECT {\"verbose\":false}\r\nSUB answer 1\r\nPUB " << subject << " answer 0\r\n\r\n"
         << std::flush;
    for (std::string line; std::getline(talk, line);)
        if (line.starts_with("MSG")) {
            std::getline(talk, line);
            return line;
        }
    return {};
}

nats_cluster::nats_cluster(places const& where)
{
    std::array<std::string, size> own;
    std::string all;
    for (std::size_t i = 0; i != size; ++i) {
        own[i] = "nats://" + where[i].address + ":" + free_port();
        all += (i == 0 ? "" : ",") + own[i];
    }
    for (std::size_t i = 0; i != size; ++i)
        servers_[i] = std::make_unique<nats_server>(
            std::vector<std::string>{"--server_name", "n" + std::to_string(i), "--cluster_name", "three",
                                     "--cluster", own[i], "--routes", all},
            where[i]);
}

std::string nats_cluster::urls() const
{
    return servers_[0]->url() + "," + servers_[1]->url() + "," + servers_[2]->url();
}

std::string why_no_nats()
try {
    if (!works({"nats-server", "--version"}))
        return "nats-server does not work (install nats-server)";
    boost::asio::io_context io;
    remote::cluster(io, {.url = "nats://127.0.0.1:1"});
    return {};
} catch (std::exception const& error) {
    return std::string(error.what()) + " (install libnats-dev)";
}

} // namespace genpool::test
