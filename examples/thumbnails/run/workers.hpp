// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace thumbnails
{

/// A pool with its threads, or an exception that says how many there can be: the constructor of Asio's waits for
/// ever if the system refuses to start one.
class workers
{
public:
    explicit workers(std::size_t count)
    {
        try {
            while (threads_.size() != count)
                threads_.emplace_back([this] { pool_.attach(); });
        } catch (std::system_error const& error) {
            pool_.stop();
            throw std::runtime_error("only " + std::to_string(threads_.size()) + " of " +
                                     std::to_string(count) + " jobs can be started: " + error.what());
        }
    }

    workers(workers const&) = delete;
    workers& operator=(workers const&) = delete;
    ~workers() { pool_.stop(); }

    boost::asio::thread_pool& pool() noexcept { return pool_; }

    /// Waits until all is done.
    void join()
    {
        pool_.wait(); // join() waits only for threads of the pool's own
        threads_.clear();
    }

private:
    boost::asio::thread_pool pool_{0};
    std::vector<std::jthread> threads_;
};

} // namespace thumbnails
