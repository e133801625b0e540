// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// The peak memory of a process that maps as many items as it is told to: run by run.sh for several numbers.
#include <genpool.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/resource.h>

namespace asio = boost::asio;

namespace
{

genpool::generator<std::string> names(std::size_t n)
{
    for (std::size_t i = 0; i != n; ++i)
        co_yield "an item whose text does not fit into the string itself: " + std::to_string(i);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return std::fputs("usage: bench_memory ITEMS\n", stderr), 2;
    asio::thread_pool pool(2);
    std::size_t length = 0;
    genpool::async_for_each(
        pool, names(std::strtoull(argv[1], nullptr, 10)), [](std::string s) { return s.size(); },
        [&](std::size_t n) { length += n; }, asio::use_future)
        .get();
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("%ld\n", usage.ru_maxrss);
    return length == 0;
}
