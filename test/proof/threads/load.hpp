// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <stop_token>
#include <thread>
#include <vector>

namespace genpool::proof
{

/// Threads that take time away from others.
class load
{
public:
    explicit load(std::size_t threads)
    {
        for (std::size_t i = 0; i != threads; ++i)
            threads_.emplace_back([](std::stop_token stop) {
                for (std::size_t turns = 0; !stop.stop_requested(); ++turns)
                    if (turns % 1024 == 0)
                        std::this_thread::yield();
            });
    }

private:
    std::vector<std::jthread> threads_;
};

} // namespace genpool::proof
