// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <exception>
#include <functional>

namespace genpool
{

/// What is told of errors that nobody was told of.
using unobserved_error_handler = std::function<void(std::exception_ptr)>;

/// What it does: sets what is called when a stream is destroyed whose map has failed and has told nobody: neither an
/// `async_next`, nor an `async_close`, nor a later stage. Default: nothing. The program goes on in any case.
///
///     genpool::set_unobserved_error_handler([](std::exception_ptr error) { log(error); });
///
/// Parameters: `handler`: may be empty. What it throws is ignored.
/// Executor: it is called inside the destructor of the stream.
/// Errors: returns the handler before.
/// Thread safety: safe; the handler may be called by several threads at once.
unobserved_error_handler set_unobserved_error_handler(unobserved_error_handler handler);

namespace detail
{

class map_runtime;

/// A stream lets go of its map.
void report_unobserved(map_runtime& core) noexcept;

} // namespace detail
} // namespace genpool
