// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <stop_token>
#include <string>
#include <string_view>

namespace genpool::remote
{

class functions;

namespace detail
{

/// Of what crosses between a program and its workers. Change it with anything that a request, a reply or a frame says.
inline constexpr std::uint32_t protocol = 2;

/// A hash that is the same in every program.
std::uint64_t fingerprint(std::string_view shape) noexcept;

/// What a worker is asked for: a function, what its parameter and result are called by, and the item.
struct request
{
    std::string_view name;
    std::uint64_t shape;
    std::string_view item;
};

void append(std::string& out, request const& r);
/// Throws `malformed`.
request parse_request(std::string_view bytes);

/// What a worker answers. The first byte of its answer, followed by the result of `value`, or by what tells the rest.
enum class reply_kind : unsigned char
{
    value,
    exception,
    incompatible,
    too_large,
    out_of_memory, ///< the worker does not go on after it
    lost,          ///< workers died of it as often as they may
    given_back,    ///< it has not been begun, and will not be
};

struct reply
{
    reply_kind kind;
    std::string_view bytes;
};

/// Calls the function and says what became of it. `out_of_memory` is said of `std::bad_alloc` where memory is limited.
/// Throws only what allocating the reply throws.
std::string answer(functions const& all, request const& r, std::stop_token stop, std::size_t largest_result,
                   bool memory_is_limited);

/// Throws `malformed`.
reply parse_reply(std::string_view bytes);

/// That the item has been given to so many workers, and to none again.
std::string lost_reply(unsigned attempts);

/// The exception that a reply tells of which is neither a value nor `out_of_memory`. `shape` is what this side calls the
/// function's parameter and result by.
std::exception_ptr to_exception(reply const& r, std::string_view shape) noexcept;

} // namespace detail
} // namespace genpool::remote
