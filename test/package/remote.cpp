// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// A program that is its own worker.
#include <genpool/remote.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

int main(int argc, char* argv[])
{
    if (argc > 1) {
        genpool::remote::functions all;
        all.add("doubled", [](int n) { return 2 * n; });
        return genpool::remote::serve(all, argc, argv);
    }
    boost::asio::io_context io;
    genpool::remote::processes workers(io, {.command = {argv[0]}, .count = 1});
    auto result =
        boost::asio::co_spawn(io, workers.function<int(int)>("doubled")(21), boost::asio::use_future);
    io.run();
    return result.get() == 42 ? 0 : 1;
}
