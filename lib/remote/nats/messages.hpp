// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace genpool::remote::detail
{

/// The subjects and the stream of one job: all calls of one `cluster` object.
struct job_names
{
    job_names(std::string const& name, std::string const& job);

    std::string stream;  ///< the work queue
    std::string items;   ///< what the work queue takes
    std::string results; ///< to the program
    std::string stored;  ///< to the program, with a call's number behind it: that the work queue has taken it
    std::string cancel;  ///< to the workers

    static constexpr char const* consumer = "workers";
};

/// What programs say of themselves to workers.
std::string jobs_subject(std::string const& name);
/// What all streams of that name begin with.
std::string stream_prefix(std::string const& name);

/// What a program says of its job, again and again.
struct announcement
{
    std::uint32_t protocol;
    std::string_view job;
    std::chrono::milliseconds lease;
    std::chrono::milliseconds patience;
    std::uint64_t attempts;
    std::uint64_t largest_result;
};

std::string encode(announcement const& a);
/// Throws `malformed`.
announcement parse_announcement(std::string_view bytes);

/// To workers: the call of this number is cancelled; or all of the job.
inline constexpr std::uint64_t all_calls = ~std::uint64_t(0);

/// A number in front of bytes: of a call.
std::string numbered(std::uint64_t number, std::string_view bytes);

/// What a message has beside the item or the result, at most.
inline constexpr std::size_t message_overhead = 1024;

/// What a worker says to the program: of which call, what its item is acknowledged to, and its reply, which is empty while
/// the worker goes on with it. Servers refuse what is acknowledged to as the subject of an answer.
struct result_message
{
    std::uint64_t number;
    std::string_view acknowledgement;
    std::string_view reply;
};

std::string encode(result_message const& r);
/// Throws `malformed`.
result_message parse_result(std::string_view bytes);

/// How often the server has given the message to a worker, by the subject that it is acknowledged to.
std::uint64_t deliveries(std::string_view acknowledgement);

inline constexpr std::string_view acknowledge = "+ACK";
inline constexpr std::string_view in_progress = "+WPI";

} // namespace genpool::remote::detail
