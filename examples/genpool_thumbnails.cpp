// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Thumbnails of the images in directories: the program that genpool was made for. A lazy walk yields the
// paths, a pool of threads makes the thumbnails, the main thread reports what went wrong and listens for
// signals. It takes no more memory for a million images than for a hundred. thumbnails/README.md tells what it can do.
//
//     genpool-thumbnails photos -o thumbnails --recursive

#include "thumbnails/command_line/command_line.hpp"
#include "thumbnails/run/elsewhere.hpp"
#include "thumbnails/run/keep_memory.hpp"
#include "thumbnails/run/run.hpp"
#include "thumbnails/run/standard_descriptors.hpp"
#include "thumbnails/run/workers.hpp"
#include "thumbnails/text/printable.hpp"
#include <genpool/image/configure.hpp>

#include <exception>
#include <iostream>
#include <new>

namespace
{

void map_on_threads(thumbnails::run& all, thumbnails::command_line const& given)
{
    thumbnails::workers workers(given.working.jobs);
    all.map(workers.pool(), thumbnails::job(given),
            {.concurrency = given.working.jobs, .window = given.working.window});
    workers.join();
}

int run(thumbnails::command_line const& given)
{
    genpool::image::configure();
    thumbnails::keep_memory();
    thumbnails::run all(given);
    if (given.working.isolate)
        map_in_processes(all, given);
    else if (!given.working.cluster.empty())
        map_in_cluster(all, given);
    else
        map_on_threads(all, given);
    return all.finish();
}

} // namespace

int main(int argc, char* argv[])
{
    thumbnails::fill_standard_descriptors();
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
