// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "proof/support/plan.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace genpool::proof
{

/// Where a program's maps run.
enum class setting : std::uint8_t
{
    by_hand,    ///< an `io_context` that the consumer itself runs, handler by handler, as long as it has work
    strand,     ///< a strand of an `io_context` with two threads; the consumer is in it, too
    io_threads, ///< an `io_context` with one to four threads
    thread_pool ///< a `thread_pool` of one to four threads
};

/// Whether no two things of a program ever happen at once.
constexpr bool serial(setting s) noexcept { return s == setting::by_hand || s == setting::strand; }

/// What a program may do with its stream, and with those that it has moved from.
enum class call : std::uint8_t
{
    next,
    try_next,
    drain, ///< `try_next` until it has nothing
    stop,
    look, ///< `stats` and the others that may be called from any thread
    close,
    cancel, ///< the last `async_next`
    move,   ///< construct another stream from it
    assign, ///< over it a stream of another map
    chain,  ///< into another map
    moved_from,
    destroy,
    pause
};

/// What a consumer does next.
struct step
{
    call what = call::pause;
    bool waits = false;         ///< until the handler has been called
    bool throws = false;        ///< the handler
    bool bound = false;         ///< the handler has an executor of its own
    std::optional<call> inside; ///< what the handler does
    std::size_t amount = 0;     ///< of a pause
};

/// A call out of the source or the function.
struct intrusion
{
    std::size_t at; ///< counted in how often user code is entered
    call what;
};

/// A random program.
struct program
{
    std::uint64_t seed = 0;
    setting where = setting::by_hand;
    std::size_t threads = 1;
    plan first;  ///< the map that it begins with
    plan second; ///< the one that is assigned over another
    plan stage;  ///< the limits of those that a stream is moved into
    std::vector<step> steps;
    std::vector<intrusion> intrusions;
    bool closes = false;        ///< at its end, before the stream is destroyed
    bool context_first = false; ///< then goes the context, and the stream after it
};

/// The same for the same seed.
program random_program(std::uint64_t seed);

/// For people.
std::string describe(program const& p);

} // namespace genpool::proof
