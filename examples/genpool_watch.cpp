// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// A directory whose thumbnails are kept up to date: an endless generator of changes, mapped as any other source, until
// Ctrl-C. While nothing changes, nothing runs.
//
//     genpool-watch photos -o thumbnails --delete

#include <genpool/async_for_each.hpp>
#include <genpool/watch.hpp>

#include "thumbnails/output/abandoned.hpp"
#include "thumbnails/run/keep_memory.hpp"
#include "thumbnails/run/workers.hpp"
#include "tools/command_line.hpp"
#include "tools/images.hpp"
#include "watch/keeper.hpp"
#include <genpool/image/configure.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/filesystem/operations.hpp>

#include <algorithm>
#include <csignal>
#include <exception>
#include <iostream>
#include <string>
#include <thread>

namespace asio = boost::asio;
namespace fs = boost::filesystem;
namespace po = boost::program_options;

namespace
{

constexpr tools::manual text{
    R"(Usage: genpool-watch DIRECTORY -o OUTPUT [OPTION]...

Keeps a thumbnail in OUTPUT of each image in DIRECTORY and the directories in it, as
genpool-thumbnails --recursive names them: makes those that are missing or out of
date, then waits, and makes one whenever an image comes, changes or gets another name,
until Ctrl-C (SIGINT) or SIGTERM. What is begun then is finished; a second one stops
at once.

A thumbnail gets the time of its image, and is made again when these differ. OUTPUT
may lie in DIRECTORY, and is not watched. Symbolic links in DIRECTORY are not
followed. An image that cannot be read costs a line on standard error, and is tried
again when it changes. When more changes come at once than the system keeps, all of
DIRECTORY is looked through again, so that none is missed.

With --delete an image that is removed loses its thumbnail, also one that was removed
while this did not run. What is no thumbnail is never removed: in OUTPUT that is what
has not the name of an image with .jpg or .png behind it, or is larger than --size.

)",
    R"(
Exit status: 1 if DIRECTORY cannot be watched any more, as it is removed, 2 if the
command line is wrong, 130 after Ctrl-C, 143 after SIGTERM.
)"};

/// What is told of what happens. Used on the main thread alone.
class log
{
public:
    explicit log(bool is_quiet) : is_quiet_(is_quiet) {}

    void add(watch::outcome const& one) const
    {
        using kind = watch::outcome::kind;
        if (one.what == kind::failed)
            tools::tell(one.path.string() + ": " + one.problem);
        else if (one.what == kind::swept && !is_quiet_)
            tools::tell("removed " + std::to_string(one.count) +
                        (one.count == 1 ? " thumbnail of an image that is gone"
                                        : " thumbnails of images that are gone"));
        else if (one.what != kind::nothing && !is_quiet_)
            tools::tell((one.what == kind::made ? "made " : "removed ") + one.path.string());
    }

    void stopping() const
    {
        if (!is_quiet_)
            tools::tell("Finishing what was begun.");
    }

private:
    bool is_quiet_;
};

watch::places places_in(po::variables_map const& given)
{
    watch::places where;
    where.directory = tools::only_path(given, "DIRECTORY");
    if (!given.count("output"))
        throw tools::usage_error("-o OUTPUT is missing");
    where.output = given["output"].as<std::string>();
    where.size = static_cast<int>(tools::number(given, "size", where.size, 1, 65500));
    where.deletes = given.count("delete") != 0;
    boost::system::error_code error;
    if (!fs::is_directory(where.directory, error))
        throw tools::usage_error(where.directory.string() + ": " +
                                 (error ? error.message() : "not a directory"));
    fs::create_directories(where.output, error);
    if (error || !fs::is_directory(where.output, error))
        throw tools::usage_error(where.output.string() + ": " +
                                 (error ? error.message() : "not a directory"));
    if (thumbnails::is_inside(where.directory, where.output))
        throw tools::usage_error(where.output.string() + ": OUTPUT must not be or contain DIRECTORY");
    return where;
}

int run(po::variables_map const& given)
{
    watch::places const where = places_in(given);
    auto const jobs = static_cast<std::size_t>(
        tools::number(given, "jobs", std::max(1u, std::thread::hardware_concurrency()), 1, 1024));
    log const told(given.count("quiet") != 0);
    genpool::image::configure();
    thumbnails::keep_memory();

    asio::io_context here; // what runs on the main thread
    asio::cancellation_signal stop;
    std::exception_ptr failure;
    int interrupted = 0;
    thumbnails::workers workers(jobs);

    asio::signal_set signals(here, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code error, int signal) {
        if (error)
            return;
        signals.clear(); // from now on they do what they do to every program
        interrupted = signal;
        told.stopping();
        stop.emit(asio::cancellation_type::partial);
    });

    // What was left, and what happened, while this did not run.
    thumbnails::remove_abandoned(where.output, true);
    watch::keeper const keep(where);
    told.add(keep({genpool::change::missed, where.directory}));

    thumbnails::border const sides({where.directory}, where.output, {});
    auto changes = genpool::watch(
        where.directory,
        {.recursive = true,
         .extensions = tools::image_extensions,
         .enter = [&sides](fs::path const& directory) { return !sides.is_in_output(directory); },
         .on_error =
             [](fs::path const& path, boost::system::error_code error) {
                 tools::tell(path.string() + ": " + error.message());
             }});
    auto const on_end = [&](std::exception_ptr error, genpool::summary const&) {
        failure = error;
        signals.cancel();
    };
    genpool::async_for_each(workers.pool(), std::move(changes), keep,
                            asio::bind_executor(here, [&](watch::outcome const& one) { told.add(one); }),
                            {.concurrency = jobs, .order = genpool::order::completion},
                            asio::bind_cancellation_slot(stop.slot(), asio::bind_executor(here, on_end)));
    here.run();
    workers.join();

    if (interrupted != 0)
        return 128 + interrupted;
    std::rethrow_exception(failure);
}

} // namespace

int main(int argc, char* argv[])
{
    return tools::run_program("genpool-watch", [&] {
        po::options_description options("Options");
        auto add = options.add_options();
        add("output,o", po::value<std::string>()->value_name("OUTPUT"), "where the thumbnails go");
        add("size", po::value<long long>()->value_name("N"),
            "pixels of the longer side at most (default: 256)");
        add("delete", "remove the thumbnails of images that are gone");
        add("jobs", po::value<long long>()->value_name("N"),
            "images at once (default: one for each processor)");
        add("quiet", "tell of failures only");
        auto const given = tools::parse(argc, argv, text, std::move(options));
        return given ? run(*given) : 0;
    });
}
