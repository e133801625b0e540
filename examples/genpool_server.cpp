// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// An HTTP server that makes thumbnails: one io_context on the main thread for all that waits, a pool for what computes,
// and a cache of what was made. See server/README.md.
//
//     genpool-server photos --port 8080

#include "server/listener.hpp"
#include "thumbnails/run/keep_memory.hpp"
#include "thumbnails/run/workers.hpp"
#include "thumbnails/text/byte_count.hpp"
#include "tools/command_line.hpp"
#include <genpool/image/configure.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>

#include <algorithm>
#include <csignal>
#include <string>
#include <sys/resource.h>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace po = boost::program_options;

namespace
{

constexpr tools::manual text{
    R"(Usage: genpool-server DIRECTORY [OPTION]...

Serves thumbnails of the images in DIRECTORY, and of images that are sent to it:

  GET /                          a gallery
  GET /thumbnail/PATH?size=N     of DIRECTORY/PATH, N pixels on its longer side (256)
  POST /thumbnail?size=N         of the image that is the body
  GET /images?search=TEXT&from=N&count=N    names of images, as JSON
  GET /healthz, GET /metrics     whether it lives; what it does, for Prometheus

Only what is inside DIRECTORY is read, whatever a path or a link says, and nothing
whose name begins with a dot. Only this machine is listened to unless --address says
otherwise; whoever can connect can see all images. A request by another name than
localhost, the address and those of --host is refused with 421, or a page that a
browser shows could read them, too.

)",
    R"(
On SIGTERM or Ctrl-C no more connections are taken, what was begun is answered, and
the server ends; a second one ends it at once. Exit status: 1 if it cannot listen, 2
if the command line is wrong, 130 after Ctrl-C, 143 after SIGTERM.
)"};

server::settings settings_in(po::variables_map const& given)
{
    server::settings made;
    made.directory = tools::only_path(given, "DIRECTORY");
    if (given.count("address")) {
        boost::system::error_code error;
        made.address = asio::ip::make_address(given["address"].as<std::string>(), error);
        if (error)
            throw tools::usage_error("--address must be an address of IP, not " +
                                     given["address"].as<std::string>());
    }
    if (given.count("host"))
        made.names = given["host"].as<std::vector<std::string>>();
    for (std::string const& name : made.names) {
        if (name.empty() || name.find_first_of(":/[]@ ") != std::string::npos)
            throw tools::usage_error("--host must be a name without a port, not '" + name + "'");
    }
    if (given.count("cache")) {
        std::string const& size = given["cache"].as<std::string>();
        auto const bytes = thumbnails::byte_count(size);
        if (!bytes)
            throw tools::usage_error("--cache must be a number of bytes, as 64M or 2G, or 0, not '" + size +
                                     "'");
        made.cache = *bytes;
    }
    made.isolate = given.count("isolate") != 0;
    auto const number = [&](char const* name, auto& value, long long least, long long most) {
        value = static_cast<std::remove_reference_t<decltype(value)>>(
            tools::number(given, name, static_cast<long long>(value), least, most));
    };
    made.jobs = std::max(1u, std::thread::hardware_concurrency());
    number("port", made.port, 0, 65535);
    number("jobs", made.jobs, 1, 1024);
    made.in_flight = 8 * made.jobs;
    number("in-flight", made.in_flight, 1, 100'000);
    number("connections", made.connections, 1, 1'000'000);
    made.body = static_cast<std::uint64_t>(tools::number(given, "megabytes", 32, 1, 1024)) << 20;
    made.pixels = static_cast<std::uint64_t>(tools::number(given, "megapixels", 100, 1, 4000)) * 1'000'000;
    made.time = std::chrono::seconds(tools::number(given, "seconds", made.time.count(), 1, 3600));
    made.idle = std::chrono::seconds(tools::number(given, "idle", made.idle.count(), 1, 3600));
    made.age = std::chrono::seconds(tools::number(given, "max-age", made.age.count(), 0, 31'536'000));
    return made;
}

/// So that as many connections as the system lets it have fit in.
void raise_limit_of_descriptors()
{
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit); // a wish, which may fail
}

std::string address_of(asio::ip::tcp::endpoint const& where)
{
    std::string const address = where.address().to_string();
    return "http://" + (where.address().is_v6() ? '[' + address + ']' : address) + ':' +
           std::to_string(where.port()) + '/';
}

server::root open_root(std::string const& directory)
{
    try {
        return server::root(directory);
    } catch (std::system_error const& error) {
        throw tools::usage_error(error.what());
    }
}

int run(po::variables_map const& values)
{
    server::settings const given = settings_in(values);
    server::root const files = open_root(given.directory);
    genpool::image::configure();
    thumbnails::keep_memory();
    raise_limit_of_descriptors();

    asio::io_context here(1);
    thumbnails::workers workers(given.jobs);
    thumbnails::workers disk(given.jobs);
    server::maker const make = given.isolate ? server::make_isolated(given) : server::make_here();
    server::hosts const names(given.names);
    server::state all{given, files, make, names, here, workers.pool(), disk.pool()};
    server::listener listener(all);
    tools::tell("listening on " + address_of(listener.endpoint()));

    int interrupted = 0;
    asio::signal_set signals(here, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code, int signal) {
        signals.clear(); // from now on they do what they do to every program
        interrupted = signal;
        tools::tell("Finishing what was begun.");
        listener.drain();
    });
    asio::co_spawn(here, listener.run(), asio::detached);
    here.run(); // until no connection is left
    workers.join();
    disk.join();
    return 128 + interrupted;
}

} // namespace

int main(int argc, char* argv[])
{
    return tools::run_program("genpool-server", [&] {
        po::options_description options("Options");
        auto add = options.add_options();
        auto const value = [](char const* name) { return po::value<long long>()->value_name(name); };
        add("address", po::value<std::string>()->value_name("IP"), "where to listen (default: 127.0.0.1)");
        add("port", value("N"), "of TCP; 0 for any (default: 8080)");
        add("host", po::value<std::vector<std::string>>()->composing()->value_name("NAME"),
            "by which it is asked for, beside localhost and the address; repeatable");
        add("isolate", "make pictures in processes of their own: for images that are not yours");
        add("jobs", value("N"), "pictures made at once (default: one for each processor)");
        add("in-flight", value("N"),
            "requests for pictures at once; more are refused with 503 (default: 8 a job)");
        add("cache", po::value<std::string>()->value_name("SIZE"),
            "of memory for thumbnails of files, made once: 0, 512M, 2G (default: 64M)");
        add("connections", value("N"), "at once; others wait (default: 1000)");
        add("megabytes", value("N"), "of an image that is sent at most (default: 32)");
        add("megapixels", value("N"), "of an image at most (default: 100)");
        add("seconds", value("N"), "for a picture, and for a client to send or take one (default: 30)");
        add("idle", value("N"), "seconds for a client to begin a request (default: 15)");
        add("max-age", value("N"), "seconds that browsers keep thumbnails without asking (default: 60)");
        auto const given = tools::parse(argc, argv, text, std::move(options));
        return given ? run(*given) : 0;
    });
}
