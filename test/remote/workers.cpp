// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "remote/workers.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>
#include <unistd.h>

namespace genpool::test
{
namespace
{

/// The third and fourth word of /proc/PID/stat: the state and the parent.
std::pair<char, int> state_and_parent(std::string const& process)
{
    std::ifstream file("/proc/" + process + "/stat");
    std::string const all(std::istreambuf_iterator<char>(file), {});
    char state = 'X';
    int parent = 0;
    if (auto const end = all.rfind(')'); end != std::string::npos)
        std::istringstream(all.substr(end + 1)) >> state >> parent;
    return {state, parent};
}

} // namespace

std::string worker_program()
{
    auto const& suite = boost::unit_test::framework::master_test_suite();
    BOOST_REQUIRE(suite.argc > 1);
    return suite.argv[1];
}

std::string wait_for_file(std::string const& name)
{
    while (!std::filesystem::exists(name))
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    std::ifstream file(name);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t children()
{
    std::size_t n = 0;
    for (auto const& entry : std::filesystem::directory_iterator("/proc")) {
        auto const name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") == std::string::npos)
            n += state_and_parent(name).second == ::getpid();
    }
    return n;
}

bool runs(int process)
{
    auto const state = state_and_parent(std::to_string(process)).first;
    return state != 'X' && state != 'Z';
}

} // namespace genpool::test
