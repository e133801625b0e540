// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "remote/servers.hpp"

#include "remote/workers.hpp"
#include <genpool/remote/cluster.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace genpool::test
{

started_program::started_program(std::vector<std::string> command)
{
    std::vector<char*> arguments;
    for (auto& word : command)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    int const error = ::posix_spawnp(&id_, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        throw std::runtime_error("cannot start " + command[0]);
}

started_program::started_program(started_program&& other) noexcept : id_(std::exchange(other.id_, -1)) {}

void started_program::signal(int number) const noexcept { ::kill(id_, number); }

void started_program::kill() noexcept
{
    if (id_ == -1)
        return;
    signal(SIGKILL);
    wait();
}

int started_program::wait() noexcept
{
    int status = 0;
    ::waitpid(std::exchange(id_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

nats_server::nats_server()
{
    program_.emplace_back(command("-1"));
    auto const ports = (tree_ / ("nats-server_" + std::to_string(program_.back().id()) + ".ports")).string();
    std::string const before = "nats://127.0.0.1:";
    for (;;) {
        auto const text = wait_for_file(ports);
        if (auto const place = text.find(before); place != std::string::npos) {
            port_ = text.substr(place + before.size(), text.find('"', place) - place - before.size());
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

void nats_server::start_again() { program_.emplace_back(command(port_)); }

std::vector<std::string> nats_server::command(std::string const& port) const
{
    auto const directory = tree_.root().string();
    return {"nats-server",      "-js",     "-a", "127.0.0.1",       "-p", port, "-sd", directory,
            "--ports_file_dir", directory, "-l", directory + "/log"};
}

std::size_t nats_server::streams() const
{
    std::error_code missing;
    std::filesystem::directory_iterator const entries((tree_ / "jetstream/$G/streams").string(), missing);
    return missing ? 0 : static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

started_program start_worker(nats_server const& server, int threads, std::string const& name)
{
    return started_program({worker_program(), "--cluster=" + server.url(),
                            "--threads=" + std::to_string(threads), "--name=" + name});
}

boost::test_tools::assertion_result there_is_nats(boost::unit_test::test_unit_id)
{
    boost::test_tools::assertion_result result(false);
    try {
        if (started_program({"nats-server", "--version"}).wait() != 0)
            throw std::runtime_error("nats-server does not work");
        boost::asio::io_context io;
        remote::cluster(io, {.url = "nats://127.0.0.1:1"});
        return true;
    } catch (std::exception const& error) {
        result.message() << error.what() << " (install nats-server and libnats-dev)";
        return result;
    }
}

} // namespace genpool::test
