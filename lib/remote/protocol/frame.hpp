// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "request.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace genpool::remote::detail
{

/// What crosses the socket between a program and a worker of its own: four bytes of length, one that says what it is,
/// and the rest.
enum class frame_kind : unsigned char
{
    hello,    ///< the worker's first: magic, protocol
    settings, ///< the program's first: what the worker may do
    call,     ///< number, request
    cancel,   ///< number
    ask_back, ///< number: of a call that was sent ahead
    reply,    ///< number, reply
};

struct frame
{
    frame_kind kind;
    std::string_view body;
};

/// What frames have beside the item or the result.
inline constexpr std::size_t frame_overhead = 512;

inline constexpr std::size_t frame_header = 5;

/// What a worker may do.
struct settings
{
    std::uint32_t protocol;
    std::uint64_t memory;
    std::uint64_t largest_item;
    std::uint64_t largest_result;
};

void append_hello(std::string& out);
void append_settings(std::string& out, settings const& s);
void append_call(std::string& out, std::uint64_t number, request const& r);
void append_cancel(std::string& out, std::uint64_t number);
void append_ask_back(std::string& out, std::uint64_t number);
void append_reply(std::string& out, std::uint64_t number, std::string_view reply);

/// The first frame of `bytes`, which is taken from them; nothing while it is not there in full. Throws `malformed` for
/// one with more than `largest` bytes, and for one of no kind.
std::optional<frame> take_frame(std::string_view& bytes, std::size_t largest);

/// How many bytes the first frame lacks, as far as is known.
std::size_t missing(std::string_view bytes) noexcept;

/// The protocol that the worker speaks. Throws `malformed` if it is no worker.
std::uint32_t parse_hello(std::string_view body);
settings parse_settings(std::string_view body);

/// The number of a call, which is taken from the body.
std::uint64_t take_number(std::string_view& body);

} // namespace genpool::remote::detail
