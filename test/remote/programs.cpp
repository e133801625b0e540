// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "remote/programs.hpp"

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace genpool::test
{
namespace
{

/// The third and fourth word of /proc/PID/stat: the state and the parent.
std::pair<char, int> state_and_parent(std::string const& process)
{
    std::ifstream file("/proc/" + process + "/stat");
    std::string all;
    std::getline(file, all, '\0'); // fails, and does not throw, when the process ends meanwhile
    char state = 'X';
    int parent = 0;
    if (auto const end = all.rfind(')'); end != std::string::npos)
        std::istringstream(all.substr(end + 1)) >> state >> parent;
    return {state, parent};
}

} // namespace

started_program::started_program(std::vector<std::string> command)
{
    std::vector<char*> arguments;
    for (auto& word : command)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    int const error = ::posix_spawnp(&id_, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        throw std::runtime_error("cannot start " + command[0]);
}

started_program::started_program(started_program&& other) noexcept : id_(std::exchange(other.id_, -1)) {}

started_program& started_program::operator=(started_program&& other) noexcept
{
    kill();
    id_ = std::exchange(other.id_, -1);
    return *this;
}

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

bool works(std::vector<std::string> command)
{
    command.insert(command.begin(), {"sh", "-c", "exec \"$@\" >/dev/null 2>&1", "sh"});
    return started_program(std::move(command)).wait() == 0;
}

std::string wait_for_file(std::string const& name)
{
    while (!std::filesystem::exists(name))
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    std::ifstream file(name);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<int> child_processes()
{
    std::vector<int> all;
    for (auto const& entry : std::filesystem::directory_iterator("/proc")) {
        auto const name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") == std::string::npos &&
            state_and_parent(name).second == ::getpid())
            all.push_back(std::stoi(name));
    }
    return all;
}

bool runs(int process)
{
    auto const state = state_and_parent(std::to_string(process)).first;
    return state != 'X' && state != 'Z';
}

} // namespace genpool::test
