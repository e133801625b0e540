// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace genpool::test
{

// What the conformance tests combine. A kind with several forms is tested with all of them that share a type,
// and takes turns with the others.

inline constexpr std::array source_names = {"generator", "range", "stream", "async_next", "coro"};
inline constexpr std::array pool_names = {"thread_pool", "io_context", "system_executor", "strand",
                                          "any_io_executor"};
inline constexpr std::array token_names = {"callback",
                                           "use_future",
                                           "use_awaitable",
                                           "deferred",
                                           "as_tuple",
                                           "detached",
                                           "yield",
                                           "bind_executor",
                                           "consign",
                                           "bind_allocator",
                                           "bind_cancellation_slot"};
inline constexpr std::array function_names = {"plain", "stop_aware", "awaitable"};

/// Called beside `async_for_each` with a callback, which every combination calls in both orders.
inline constexpr std::array call_names = {"async_map", "stream", "async_submit", "async_for_each"};

enum class source_kind : std::size_t
{
    generator,
    range,
    stream,
    async_next,
    coro
};

enum class call_kind : std::size_t
{
    async_map,
    stream,
    async_submit,
    async_for_each
};

/// One combination: positions in the lists above.
struct combination
{
    std::size_t source;
    std::size_t pool;
    std::size_t token;
    std::size_t function;
    std::size_t call;

    std::string name() const
    {
        return std::string(source_names[source]) + '/' + pool_names[pool] + '/' + token_names[token] + '/' +
               function_names[function] + '/' + call_names[call];
    }
};

/// The table: each source with each token, and the rest so that every pair of anything with anything occurs.
inline constexpr std::size_t combinations = source_names.size() * token_names.size();

constexpr combination at(std::size_t row)
{
    auto const source = row / token_names.size();
    auto const token = row % token_names.size();
    return {source, (source + token) % pool_names.size(), token, (source + token) % function_names.size(),
            (source + 3 * token) % call_names.size()};
}

/// Whether each value below `a_end` of the column `a` occurs together with each below `b_end` of `b`.
constexpr bool pairs_occur(std::size_t combination::*a, std::size_t a_end, std::size_t combination::*b,
                           std::size_t b_end)
{
    for (std::size_t i = 0; i != a_end; ++i) {
        for (std::size_t j = 0; j != b_end; ++j) {
            bool found = false;
            for (std::size_t row = 0; row != combinations && !found; ++row)
                found = at(row).*a == i && at(row).*b == j;
            if (!found)
                return false;
        }
    }
    return true;
}

static_assert(combinations < 60);
static_assert(pairs_occur(&combination::source, source_names.size(), &combination::pool, pool_names.size()));
static_assert(pairs_occur(&combination::source, source_names.size(), &combination::token,
                          token_names.size()));
static_assert(pairs_occur(&combination::pool, pool_names.size(), &combination::token, token_names.size()));
static_assert(pairs_occur(&combination::source, source_names.size(), &combination::function,
                          function_names.size()));
static_assert(pairs_occur(&combination::pool, pool_names.size(), &combination::function,
                          function_names.size()));
static_assert(pairs_occur(&combination::token, token_names.size(), &combination::function,
                          function_names.size()));
static_assert(pairs_occur(&combination::source, source_names.size(), &combination::call, call_names.size()));
static_assert(pairs_occur(&combination::pool, pool_names.size(), &combination::call, call_names.size()));
static_assert(pairs_occur(&combination::token, token_names.size(), &combination::call, call_names.size()));
static_assert(pairs_occur(&combination::function, function_names.size(), &combination::call,
                          call_names.size()));

} // namespace genpool::test
