// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "remote/network.hpp"
#include "remote/programs.hpp"
#include "remote/servers.hpp"
#include <genpool/remote/processes.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/tools/assertion_result.hpp>
#include <boost/test/tree/test_unit.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace genpool::test
{

/// The program of worker.cpp, which is the first argument of a test.
std::string worker_program();

/// `genpool::remote::process_options` of one worker, which are changed as a test needs them.
inline remote::process_options one_worker() { return {.command = {worker_program()}, .count = 1}; }

/// A worker of a cluster.
started_program start_worker(std::string const& url, int threads = 2, std::string const& name = "genpool");

/// For tests that are skipped where there is no server, or genpool was built without libnats.
boost::test_tools::assertion_result there_is_nats(boost::unit_test::test_unit_id);

/// For tests that are skipped where there may be no other network.
boost::test_tools::assertion_result there_are_namespaces(boost::unit_test::test_unit_id);

/// Calls `f(item)` on a context and runs that until nothing is left to do.
template <class F, class T>
auto call(boost::asio::io_context& io, F const& f, T item)
{
    using result = typename std::invoke_result_t<F const&, T>::value_type;
    std::exception_ptr error;
    std::conditional_t<std::is_void_v<result>, int,
                       std::optional<std::conditional_t<std::is_void_v<result>, int, result>>>
        value{};
    auto const whole = [&]() -> boost::asio::awaitable<void> {
        if constexpr (std::is_void_v<result>)
            co_await f(std::move(item));
        else
            value = co_await f(std::move(item));
    };
    boost::asio::co_spawn(io, whole, [&](std::exception_ptr e) { error = e; });
    io.restart();
    io.run();
    if (error)
        std::rethrow_exception(error);
    if constexpr (!std::is_void_v<result>)
        return *std::move(value);
}

} // namespace genpool::test
