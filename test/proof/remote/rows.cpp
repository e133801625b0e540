// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "rows.hpp"

#include "checked_map.hpp"
#include "remote/network.hpp"
#include "remote/programs.hpp"
#include "remote/servers.hpp"
#include "support/files/temporary_tree.hpp"
#include <genpool/remote/cluster.hpp>
#include <genpool/remote/processes.hpp>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <thread>

namespace genpool::proof
{
namespace
{

using namespace std::chrono_literals;
using namespace genpool::test;
using clock_type = std::chrono::steady_clock;

/// For moments, and for whom it hits.
class chance
{
public:
    explicit chance(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t n) { return random_() % n; }
    void wait(std::chrono::milliseconds at_most)
    {
        std::this_thread::sleep_for(std::chrono::microseconds(below(1000 * std::size_t(at_most.count()))));
    }

private:
    std::mt19937_64 random_;
};

remote::cluster_options options_for(std::string url)
{
    // An item must not be unlucky, and an election may take long.
    return {.url = std::move(url), .attempts = 1000, .lease = 500ms, .patience = 10min};
}

/// Does something to a cluster again and again, `between` a moment and another at most, while a map is under way.
row_result map_while(row_limits const& l, remote::cluster_options options, std::chrono::milliseconds between,
                     std::function<void(chance&)> const& disturb)
{
    boost::asio::thread_pool pool(2);
    remote::cluster workers(pool, std::move(options));
    checked_map map(pool, workers.function<std::uint64_t(std::pair<std::uint64_t, int>)>("result_of"), 16,
                    true);
    while (map.delivered() == 0 && !map.is_over())
        std::this_thread::sleep_for(1ms);
    chance random(l.seed);
    row_result r;
    for (auto const end = clock_type::now() + l.time; clock_type::now() < end && !map.is_over(); ++r.times) {
        random.wait(between);
        disturb(random);
    }
    r.flaw = map.end();
    r.items = map.delivered();
    auto const stats = workers.stats();
    r.note = std::to_string(stats.published) + " times published, " + std::to_string(stats.late) +
             " results came late";
    return r;
}

/// Workers of a cluster, two threads each, where the servers are or elsewhere.
class crew
{
public:
    crew(row_limits const& l, std::string urls) : program_(l.worker), urls_(std::move(urls)) {}

    void add(std::vector<std::string> command = {})
    {
        command.insert(command.end(), {program_, "--cluster=" + urls_, "--threads=2"});
        all_.emplace_back(std::move(command));
    }

    void replace(std::size_t i)
    {
        all_[i].kill();
        all_[i] = started_program({program_, "--cluster=" + urls_, "--threads=2"});
    }

    std::size_t size() const noexcept { return all_.size(); }

private:
    std::string program_;
    std::string urls_;
    std::vector<started_program> all_;
};

void cut_one(network& net, chance& random, std::size_t places, std::chrono::milliseconds at_most)
{
    auto const i = random.below(places);
    net.cut(i);
    random.wait(at_most);
    net.join(i);
}

} // namespace

row_result processes_killed(row_limits const& l)
{
    row_result r;
    auto const descriptors = open_descriptors();
    {
        boost::asio::thread_pool pool(2);
        remote::processes workers(pool, {.command = {l.worker}, .count = 4, .attempts = 1000});
        checked_map map(pool, workers.function<std::uint64_t(std::pair<std::uint64_t, int>)>("result_of"), 16,
                        false);
        chance random(l.seed);
        while ((r.times < l.kills || map.delivered() < 100 * l.kills) && !map.is_over()) {
            random.wait(100ms);
            if (auto const all = child_processes(); !all.empty()) {
                auto const id = all[random.below(all.size())];
                r.times += runs(id) && ::kill(id, SIGKILL) == 0;
            }
        }
        r.flaw = map.end();
        r.items = map.delivered();
        auto const stats = workers.stats();
        r.note = std::to_string(stats.started) + " workers started, " + std::to_string(stats.lost) +
                 " lost in a call";
    }
    if (r.flaw.empty() && children() != 0)
        r.flaw = "a process is left";
    if (r.flaw.empty() && open_descriptors() != descriptors)
        r.flaw = "a descriptor is left";
    return r;
}

row_result workers_killed(row_limits const& l)
{
    nats_server const server;
    crew workers(l, server.url());
    for (int i = 0; i != 4; ++i)
        workers.add();
    return map_while(l, options_for(server.url()), 300ms,
                     [&](chance& random) { workers.replace(random.below(workers.size())); });
}

row_result server_killed(row_limits const& l)
{
    nats_server server;
    crew workers(l, server.url());
    workers.add();
    workers.add();
    return map_while(l, options_for(server.url()), 2000ms, [&](chance& random) {
        server.kill();
        random.wait(500ms);
        server.start_again();
    });
}

row_result one_of_three_servers_killed(row_limits const& l)
{
    nats_cluster servers;
    crew workers(l, servers.urls());
    workers.add();
    workers.add();
    auto options = options_for(servers.urls());
    options.replicas = 3;
    return map_while(l, options, 8000ms, [&](chance& random) {
        auto& one = servers[random.below(nats_cluster::size)];
        one.kill();
        random.wait(4000ms);
        one.start_again();
    });
}

row_result workers_cut_off(row_limits const& l)
{
    network net(3);
    nats_server const server({}, net.here());
    crew workers(l, server.url());
    for (std::size_t i = 0; i != 3; ++i)
        workers.add(net.place(i).command);
    return map_while(l, options_for(server.url()), 1000ms,
                     [&](chance& random) { cut_one(net, random, 3, 3000ms); });
}

row_result servers_cut_off(row_limits const& l)
{
    network net(3);
    nats_cluster servers({net.place(0), net.place(1), net.place(2)});
    crew workers(l, servers.urls());
    workers.add();
    workers.add();
    auto options = options_for(servers.urls());
    options.replicas = 3;
    return map_while(l, options, 8000ms, [&](chance& random) { cut_one(net, random, 3, 8000ms); });
}

row_result clocks_set(row_limits const& l)
{
    std::string const file = std::getenv("FAKETIME_TIMESTAMP_FILE");
    nats_server const server;
    crew workers(l, server.url());
    workers.add();
    workers.add();
    return map_while(l, options_for(server.url()), 1000ms, [&](chance& random) {
        auto const seconds = random.below(2 * 86'400);
        std::ofstream(file + ".new") << (random.below(2) == 0 ? '+' : '-') << seconds << '\n';
        std::filesystem::rename(file + ".new", file);
    });
}

row_result programs_killed(row_limits const& l)
{
    nats_server const server;
    crew workers(l, server.url());
    workers.add();
    workers.add();
    chance random(l.seed);
    row_result r;
    std::chrono::duration<double> longest{};
    for (auto const end = clock_type::now() + l.time; clock_type::now() < end; ++r.times) {
        temporary_tree const tree;
        auto const file = (tree / "call").string();
        started_program program({"/proc/self/exe", "--program=" + server.url(), "--file=" + file});
        wait_for_file(file + ".begun");
        random.wait(500ms);
        program.kill();
        auto const killed = clock_type::now();
        wait_for_file(file + ".stopped");
        while (server.streams() != 0)
            std::this_thread::sleep_for(1ms);
        longest = std::max<std::chrono::duration<double>>(longest, clock_type::now() - killed);
    }
    r.note = "its items were gone, and its functions told, after " + std::to_string(longest.count()) +
             " s at the latest, with a patience of 1 s";
    return r;
}

void program_to_be_killed(std::string const& url, std::string const& file)
{
    boost::asio::thread_pool pool(2);
    auto options = options_for(url);
    options.patience = 1s;
    remote::cluster workers(pool, options);
    checked_map const map(pool, workers.function<std::uint64_t(std::pair<std::uint64_t, int>)>("result_of"),
                          16, true);
    auto const f = workers.function<std::string(std::string)>("until_stopped");
    boost::asio::co_spawn(pool, f(file), [](std::exception_ptr, std::string) {});
    for (;;)
        std::this_thread::sleep_for(1h);
}

std::string environment_of_a_clock(std::string const& file)
{
    for (std::string const directory : {"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"})
        if (auto const library = directory + "/faketime/libfaketimeMT.so.1"; std::filesystem::exists(library))
            return "LD_PRELOAD=" + library + " FAKETIME_TIMESTAMP_FILE=" + file +
                   " FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1";
    return {};
}

} // namespace genpool::proof
