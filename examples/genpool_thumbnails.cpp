// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Thumbnails of the images in a directory: the program that genpool was made for. A lazy walk yields the
// paths, a pool of threads makes the thumbnails, the main thread reports what went wrong and listens for
// signals. It takes no more memory for a million images than for a hundred.
//
//     genpool-thumbnails photos -o thumbnails --recursive

#include <genpool/async_for_each.hpp>

#include "thumbnails/command_line.hpp"
#include "thumbnails/images.hpp"
#include "thumbnails/job.hpp"
#include "thumbnails/printable.hpp"
#include "thumbnails/workers.hpp"
#include <genpool/image/configure.hpp>
#include <genpool/image/write_file.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <new>
#include <string>

namespace asio = boost::asio;
namespace fs = boost::filesystem;

namespace
{

/// What has happened so far. Used on the main thread alone.
class progress
{
public:
    void done() { ++done_; }

    void failed(fs::path const& image, std::string const& problem)
    {
        ++failed_;
        // In one piece, or what other programs write might come in between.
        std::cerr << thumbnails::printable(image.string() + ": " + problem) + '\n';
    }

    void interrupted(int signal)
    {
        signal_ = signal;
        std::cerr << (signal == SIGINT ? "Finishing what was begun. Ctrl-C again stops at once.\n"
                                       : "Finishing what was begun. SIGTERM again stops at once.\n");
    }

    bool is_interrupted() const { return signal_ != 0; }

    void print_summary(thumbnails::command_line const& given) const
    {
        if (done_ + failed_ == 0 && !is_interrupted())
            std::cerr << thumbnails::printable("no images in " + given.directory.string()) +
                             (given.recursive ? "\n" : " (--recursive looks into its directories too)\n");
        std::chrono::duration<double> const time = std::chrono::steady_clock::now() - start_;
        std::fprintf(stderr, "%zu done, %zu failed, %.2f seconds, %.1f images per second\n", done_, failed_,
                     time.count(), static_cast<double>(done_ + failed_) / time.count());
    }

    int exit_status() const { return is_interrupted() ? 128 + signal_ : failed_ ? 1 : 0; }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::size_t done_ = 0;
    std::size_t failed_ = 0;
    int signal_ = 0; // that has interrupted it
};

/// What earlier runs that were killed have left in OUTPUT.
void remove_abandoned(thumbnails::command_line const& given)
{
    auto hidden = genpool::files(given.output, {.recursive = given.recursive,
                                                .extensions = {"tmp"},
                                                .hidden = true,
                                                .on_error = [](auto const&, auto) {}});
    for (fs::path const& file : hidden)
        genpool::image::remove_if_abandoned(file);
}

int run(thumbnails::command_line const& given)
{
    genpool::image::configure();
    remove_abandoned(given);
    progress all;
    std::exception_ptr failure;
    asio::cancellation_signal stop;
    asio::io_context here; // what runs on the main thread
    thumbnails::workers workers(given.jobs);

    asio::signal_set signals(here, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code error, int signal) {
        if (error)
            return;
        signals.clear(); // from now on they do what they do to every program
        all.interrupted(signal);
        stop.emit(asio::cancellation_type::partial);
    });

    auto const on_walk_error = [&](fs::path const& path, boost::system::error_code error) {
        asio::post(here, [&all, path, error] { all.failed(path, error.message()); });
    };
    auto const on_outcome = [&](thumbnails::outcome const& one) {
        one.problem.empty() ? all.done() : all.failed(one.image, one.problem);
    };
    auto const on_end = [&](std::exception_ptr error, genpool::summary const&) {
        failure = error;
        signals.cancel();
    };
    genpool::async_for_each(workers.pool(), thumbnails::images(given, on_walk_error), thumbnails::job(given),
                            asio::bind_executor(here, on_outcome),
                            {.concurrency = given.jobs, .window = given.window},
                            asio::bind_cancellation_slot(stop.slot(), asio::bind_executor(here, on_end)));
    here.run();
    workers.join();

    all.print_summary(given);
    if (failure && !all.is_interrupted())
        std::rethrow_exception(failure);
    return all.exit_status();
}

} // namespace

int main(int argc, char* argv[])
{
    try {
        auto const given = thumbnails::parse(argc, argv);
        return given ? run(*given) : 0;
    } catch (thumbnails::usage_error const& error) {
        std::cerr << "genpool-thumbnails: " + thumbnails::printable(error.what()) +
                         "\nTry genpool-thumbnails --help\n";
        return 2;
    } catch (std::bad_alloc const&) {
        std::cerr << "genpool-thumbnails: there is not enough memory\n";
        return 1;
    } catch (std::exception const& error) {
        std::cerr << "genpool-thumbnails: " + thumbnails::printable(error.what()) + '\n';
        return 1;
    }
}
